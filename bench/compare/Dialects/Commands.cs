namespace Venueless.Fast.Compare.Dialects;

/// <summary>The small commands that are compared, from the protocol's cheapest to one that looks a user up.</summary>
internal static class Commands
{
    public const string Ping = "ping";
    public const string MarkRead = "chat.mark_read";
    public const string React = "room.react";
    public const string Fetch = "user.fetch";

    public static IReadOnlyList<string> All { get; } = [Ping, MarkRead, React, Fetch];
}
