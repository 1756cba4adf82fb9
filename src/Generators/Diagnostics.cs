using Microsoft.CodeAnalysis;

namespace Venueless.Fast.Generators;

/// <summary>What can be wrong with a command or a body. Next free id: VF0014.</summary>
internal static class Diagnostics
{
    private const string Category = "Commands";

    // Needs all commands of the compilation, so it appears in builds and not while typing.
    public static readonly DiagnosticDescriptor DuplicateCommand = new(
        "VF0001",
        "Duplicate command name",
        "The command '{0}' is already handled by '{1}'",
        Category,
        DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        customTags: WellKnownDiagnosticTags.CompilationEnd);

    public static readonly DiagnosticDescriptor InvalidCommandName = Error(
        "VF0002", "Invalid command name", "'{0}' is not a command name: write namespace.action in lower case letters, digits, '_' and dots");

    public static readonly DiagnosticDescriptor InvalidSignature = Error(
        "VF0003",
        "Wrong signature of a command handler",
        "'{0}' must be public or internal, not generic, return ValueTask<CommandResult> and take a CommandContext and at most one body");

    public static readonly DiagnosticDescriptor StaticHandler = Error(
        "VF0004", "Command handler is static", "'{0}' must be an instance method, because the dispatch table calls it on its module");

    public static readonly DiagnosticDescriptor NotAModule = Error(
        "VF0005",
        "Command handler outside of a module",
        "'{0}' handles commands: it must be a public or internal class that is not generic and whose name ends in Module");

    public static readonly DiagnosticDescriptor TwoRoomGates = Error(
        "VF0006", "Room gate and channel gate together", "'{0}' has both a room gate and a channel gate; a command passes one of them");

    public static readonly DiagnosticDescriptor GateWithoutCommand = Error(
        "VF0007", "Gate without command", "'{0}' declares a gate but no command, so nothing checks it");

    public static readonly DiagnosticDescriptor UnmarkedBody = Error(
        "VF0008", "Body type is not marked", "'{0}' is the body of a command: mark it with [CommandBody]");

    public static readonly DiagnosticDescriptor BodyNotPartial = Error(
        "VF0009", "Body is not a partial struct", "'{0}' must be a partial struct, not generic, and every type around it partial and not generic");

    public static readonly DiagnosticDescriptor UnsupportedFieldType = Error(
        "VF0010",
        "Unsupported type of a body field",
        "'{0}' has the type '{1}'; a body field is a string, int, long, double, bool, Guid, RawJson, ShortText, PossibleId, PossibleReference, IdList or string[], or nullable of these");

    public static readonly DiagnosticDescriptor InvalidField = Error(
        "VF0011", "Body field cannot be set", "'{0}' must be an instance property with an init or set accessor");

    public static readonly DiagnosticDescriptor DuplicateField = Error(
        "VF0012", "Duplicate body field", "'{0}' repeats the key '{1}'");

    public static readonly DiagnosticDescriptor ConflictingOption = Error(
        "VF0013", "Option has no effect", "'{0}': {1}");

    private static DiagnosticDescriptor Error(string id, string title, string message) =>
        new(id, title, message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true);
}
