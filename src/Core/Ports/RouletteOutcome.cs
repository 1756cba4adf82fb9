using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Who was found, or that nobody was and the connection waits.</summary>
/// <param name="Other">Null: nobody.</param>
/// <param name="Call">Of the two; the request's own when somebody else was quicker and had found this connection already.</param>
/// <param name="RecentPairs">Recent calls in the room without this user; only when nobody was found.</param>
public readonly record struct RouletteOutcome(UserRow? Other, CallId Call, long RecentPairs);
