using System.Buffers.Binary;
using System.Numerics;

namespace Nws.Values;

/// <summary>The payload of a complex number: two floats of 64 bits.</summary>
internal static class ComplexPayload
{
    internal const int Length = 16;

    internal static void Write(MessagePackWriter writer, Complex number)
    {
        Span<byte> payload = stackalloc byte[Length];
        BinaryPrimitives.WriteDoubleBigEndian(payload, FloatBits.OneNaN(number.Real));
        BinaryPrimitives.WriteDoubleBigEndian(payload[8..], FloatBits.OneNaN(number.Imaginary));
        writer.WriteExtensionHeader(ExtensionCode.Complex, Length);
        writer.WriteRaw(payload);
    }

    internal static Complex Read(ReadOnlySpan<byte> payload) =>
        new(BinaryPrimitives.ReadDoubleBigEndian(payload), BinaryPrimitives.ReadDoubleBigEndian(payload[8..]));
}
