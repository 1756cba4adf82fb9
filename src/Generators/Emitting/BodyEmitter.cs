using Microsoft.CodeAnalysis.CSharp;
using Venueless.Fast.Generators.Model;
using Venueless.Fast.Generators.Parsing;

namespace Venueless.Fast.Generators.Emitting;

/// <summary>Body model to its reader. One value and one error per field: the last of duplicate keys wins, the first field in order of declaration is reported.</summary>
internal static class BodyEmitter
{
    public static string Emit(BodyModel body)
    {
        var code = new CodeWriter();
        if (body.Namespace is not null)
        {
            code.Line($"namespace {body.Namespace};").Line();
        }

        foreach (var declaration in body.Declarations)
        {
            code.Open(declaration);
        }

        EmitReader(code, body);
        foreach (var _ in body.Declarations)
        {
            code.Close();
        }

        return code.ToString();
    }

    private static void EmitReader(CodeWriter code, BodyModel body)
    {
        if (body.Fields.Count == 1 && body.Fields[0] is { Name: "", Type: FieldType.Raw } whole)
        {
            EmitWhole(code, body, whole);
            return;
        }

        var hasRequired = body.Fields.Any(static field => field.IsRequired);
        code.Line("/// <summary>Reads the body of the command; null on success, else what is wrong.</summary>");
        code.Open($"public static string? TryRead({KnownNames.Bytes} body, out {body.FullName} value)");
        for (var index = 0; index < body.Fields.Count; index++)
        {
            var field = body.Fields[index];
            code.Line($"{LocalType(field)} field{index} = {(field.IsRequired ? "default!" : "null")};");
            code.Line($"string? error{index} = {(MustBePresent(field) ? Required(field) : "null")};");
        }

        code.Line($"var reader = new {KnownNames.BodyReader}(body);");
        code.Open($"if (reader.Begin(acceptsNull: {Bool(!hasRequired && !body.RefusesNull)}, acceptsAnything: {Bool(body.AcceptsAnything)}) is {{ }} refusal)");
        code.Line("value = default;");
        code.Line("return refusal;");
        code.Close().Line();
        code.Open("while (reader.ReadName())");
        EmitFields(code, body);
        code.Close().Line();
        EmitResult(code, body);
        code.Close();
    }

    private static void EmitWhole(CodeWriter code, BodyModel body, FieldModel whole)
    {
        code.Line("/// <summary>Reads the body of the command; null on success, else what is wrong.</summary>");
        code.Open($"public static string? TryRead({KnownNames.Bytes} body, out {body.FullName} value)");
        code.Line($"var reader = new {KnownNames.BodyReader}(body);");
        code.Line($"var error = reader.ReadWhole(({KnownNames.JsonKinds}){whole.Kinds}, out var read{(whole.AcceptsAnyText ? ", acceptsAnyText: true" : "")});");
        code.Line($"value = new {body.FullName} {{ {whole.Property} = read }};");
        code.Line("return error;");
        code.Close();
    }

    private static void EmitFields(CodeWriter code, BodyModel body)
    {
        for (var index = 0; index < body.Fields.Count; index++)
        {
            var field = body.Fields[index];
            code.Open($"{(index == 0 ? "" : "else ")}if (reader.NameIs({Literal(field.Name)}u8))");
            if (field.NullIsAbsent)
            {
                code.Open("if (reader.ReadNull())");
                code.Line($"field{index} = {(field.IsRequired ? "default!" : "null")};");
                code.Line($"error{index} = {(field.IsRequired ? Required(field) : "null")};");
                code.Close().Open("else");
                EmitRead(code, field, index);
                code.Close();
            }
            else
            {
                EmitRead(code, field, index);
            }

            code.Close();
        }

        if (body.Fields.Count == 0)
        {
            code.Line("reader.Skip();");
        }
        else
        {
            code.Open("else").Line("reader.Skip();").Close();
        }
    }

    private static void EmitRead(CodeWriter code, FieldModel field, int index)
    {
        var path = Literal("body." + field.Name);
        var arguments = field.Type switch
        {
            FieldType.String => $"{path}, {field.MaxLength}",
            FieldType.Raw => $"{path}, ({KnownNames.JsonKinds}){field.Kinds}",
            _ => path,
        };
        code.Line($"error{index} = reader.Read{field.Type}({arguments}, out var read{index});");
        code.Line($"field{index} = read{index};");
    }

    private static void EmitResult(CodeWriter code, BodyModel body)
    {
        if (body.Fields.Count == 0)
        {
            code.Line("value = default;").Line("return null;");
            return;
        }

        code.Line($"var error = {string.Join(" ?? ", Enumerable.Range(0, body.Fields.Count).Select(static index => $"error{index}"))};");
        code.Open("if (error is not null)").Line("value = default;").Line("return error;").Close().Line();
        code.Open($"value = new {body.FullName}");
        for (var index = 0; index < body.Fields.Count; index++)
        {
            code.Line($"{body.Fields[index].Property} = field{index},");
        }

        code.Close("};");
        code.Line("return null;");
    }

    private static string LocalType(FieldModel field)
    {
        var type = field.Type switch
        {
            FieldType.String => "string",
            FieldType.Int32 => "int",
            FieldType.Int64 => "long",
            FieldType.Double => "double",
            FieldType.Boolean => "bool",
            FieldType.Guid => "global::System.Guid",
            FieldType.Strings => "string[]",
            FieldType.ShortText => KnownNames.ShortText,
            FieldType.PossibleId => KnownNames.PossibleId,
            FieldType.PossibleReference => KnownNames.PossibleReference,
            FieldType.IdList => KnownNames.IdList,
            _ => KnownNames.RawJson,
        };
        return field.IsRequired ? type : type + "?";
    }

    // A missing id is nobody's, but a body with an id in it is an object.
    private static bool MustBePresent(FieldModel field) => field.IsRequired && field.Type != FieldType.PossibleId;

    private static string Required(FieldModel field) => Literal($"body.{field.Name}: required");

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    private static string Bool(bool value) => value ? "true" : "false";
}
