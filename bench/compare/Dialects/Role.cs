namespace Venueless.Fast.Compare.Dialects;

/// <summary>What a client is there for.</summary>
internal enum Role
{
    /// <summary>Receives messages.</summary>
    Subscriber,

    /// <summary>Receives and sends messages; in our server as a member of the channel.</summary>
    Member,
}
