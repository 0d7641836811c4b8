using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;

namespace Nws.Architecture.Tests.Code;

/// <summary>Reads the instructions of a method for the metadata tokens in them.</summary>
internal static class MethodBodyTokens
{
    private static readonly Dictionary<ushort, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (ushort)code.Value);

    /// <summary>The types, methods, fields and signatures a body's instructions name.</summary>
    public static IEnumerable<EntityHandle> Read(MethodBodyBlock body)
    {
        var tokens = new List<EntityHandle>();
        var instructions = body.GetILReader();
        while (instructions.RemainingBytes > 0)
        {
            var code = ReadOpCode(ref instructions);
            if (code.OperandType is OperandType.InlineType or OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineTok)
                tokens.Add(MetadataTokens.EntityHandle(instructions.ReadInt32()));
            else
                instructions.Offset += OperandLength(code.OperandType, instructions);
        }
        return tokens;
    }

    private static OpCode ReadOpCode(ref BlobReader instructions)
    {
        const int TwoBytePrefix = 0xFE;
        int value = instructions.ReadByte();
        if (value == TwoBytePrefix) value = (value << 8) | instructions.ReadByte();
        return OpCodesByValue[(ushort)value];
    }

    private static int OperandLength(OperandType operand, BlobReader atOperand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * atOperand.ReadInt32()),
        _ => 4,
    };
}
