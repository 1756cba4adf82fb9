namespace Venueless.Fast.LoadTest.Attendees;

/// <summary>A command without reply so far.</summary>
/// <param name="Waiter">Null: nobody waits, only the time is measured.</param>
internal readonly record struct PendingCall(int Id, string Name, long SentAt, bool KeepsMessage, TaskCompletionSource<Reply>? Waiter);
