namespace Venueless.Fast.Core.Domain;

/// <summary>Wire names of the room modules that the server reads (rooms.md section 8).</summary>
public static class ModuleTypes
{
    public const string Chat = "chat.native";
    public const string Question = "question";
    public const string Poll = "poll";
    public const string NativeStream = "livestream.native";
    public const string Exhibition = "exhibition.native";
    public const string BigBlueButton = "call.bigbluebutton";
    public const string Janus = "call.janus";
    public const string Zoom = "call.zoom";
    public const string DigitalSamba = "call.digitalsamba";
    public const string Roulette = "networking.roulette";
    public const string Posters = "poster.native";
}
