namespace Venueless.Fast.LoadTest.Attendees;

/// <summary>The test cannot go on, for a reason that its user can do something about.</summary>
internal sealed class LoadFailedException(string message) : Exception(message);
