namespace Venueless.Fast.Generators.Parsing;

/// <summary>The names of the contracts that the generator reads and emits; it references none of them.</summary>
internal static class KnownNames
{
    public const string Commands = "Venueless.Fast.Core.Commands";
    public const string CommandAttribute = Commands + ".CommandAttribute";
    public const string WorldPermissionAttribute = Commands + ".WorldPermissionAttribute";
    public const string RoomGateAttribute = Commands + ".RoomGateAttribute";
    public const string ChannelGateAttribute = Commands + ".ChannelGateAttribute";
    public const string CommandBodyAttribute = Commands + ".CommandBodyAttribute";
    public const string BodyFieldAttribute = Commands + ".BodyFieldAttribute";

    public const string CommandContext = "global::" + Commands + ".CommandContext";
    public const string CommandResult = "global::" + Commands + ".CommandResult";
    public const string CommandTable = "global::" + Commands + ".CommandTable";
    public const string CommandGates = "global::" + Commands + ".CommandGates";
    public const string BodyReader = "global::" + Commands + ".BodyReader";
    public const string JsonKinds = "global::" + Commands + ".JsonKinds";
    public const string RawJson = "global::" + Commands + ".RawJson";
    public const string ShortText = "global::" + Commands + ".ShortText";
    public const string PossibleId = "global::" + Commands + ".PossibleId";
    public const string PossibleReference = "global::" + Commands + ".PossibleReference";
    public const string IdList = "global::" + Commands + ".IdList";
    public const string PermissionSet = "global::Venueless.Fast.Core.Permissions.PermissionSet";
    public const string Result = "global::System.Threading.Tasks.ValueTask<" + CommandResult + ">";
    public const string Bytes = "global::System.ReadOnlySpan<byte>";

    /// <summary><c>JsonKinds.AnyButNull</c>, the attribute's default.</summary>
    public const int AnyButNull = 31;
}
