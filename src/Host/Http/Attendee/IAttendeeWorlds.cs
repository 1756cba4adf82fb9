namespace Venueless.Fast.Host.Http.Attendee;

/// <summary>Finds the world that a Host header names. The page needs nothing else of a world: the rest arrives over the websocket.</summary>
internal interface IAttendeeWorlds
{
    /// <param name="host">The Host header as sent, port included.</param>
    ValueTask<(string WorldId, string Title)?> FindAsync(string host, CancellationToken cancellationToken);
}
