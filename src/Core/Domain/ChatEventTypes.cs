namespace Venueless.Fast.Core.Domain;

/// <summary>Values of <c>core_chatevent.event_type</c>.</summary>
public static class ChatEventTypes
{
    public const string Message = "channel.message";
    public const string Member = "channel.member";
    public const string Poll = "channel.poll";
}
