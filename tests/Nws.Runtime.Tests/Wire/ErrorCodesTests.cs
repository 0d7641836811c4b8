using Nws.Wire;

namespace Nws.Runtime.Tests.Wire;

public class ErrorCodesTests
{
    private static readonly (int Number, string Name)[] Frozen =
    [
        (1, "bad_request"), (2, "unknown_method"), (3, "unauthorized"), (4, "unsupported"), (5, "no_workspace"), (6, "not_opened"),
        (7, "no_variable"), (8, "mode_conflict"), (9, "bad_mode"), (10, "not_iterable"), (11, "not_at_head"), (12, "variable_deleted"),
        (13, "no_lease"), (14, "bad_template"), (15, "protected"), (16, "too_large"), (17, "too_many"), (18, "cancelled"),
        (19, "shutting_down"), (20, "internal"), (21, "slow_reader"), (22, "no_hello"), (23, "storage"), (24, "conflict"), (25, "full"), (26, "no_watch"),
        (27, "no_session"), (28, "resumed"), (29, "uncertain"), (30, "denied"), (31, "tls_required"),
    ];

    [Fact]
    public void Name_EveryCode_IsFrozenWithItsNumber()
    {
        Assert.Equal(Frozen, Enum.GetValues<ErrorCode>().Select(code => ((int)code, ErrorCodes.Name(code))));
    }

    [Fact]
    public void TryParse_EveryName_GivesTheCodeBack()
    {
        foreach (var (number, name) in Frozen)
        {
            Assert.True(ErrorCodes.TryParse(name, out var code));
            Assert.Equal(number, (int)code);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bad_Request")]
    [InlineData("code of a later version")]
    public void TryParse_UnknownName_IsFalse(string? name)
    {
        Assert.False(ErrorCodes.TryParse(name, out _));
    }
}
