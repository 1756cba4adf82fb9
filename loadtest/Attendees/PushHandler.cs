namespace Venueless.Fast.LoadTest.Attendees;

/// <summary>Is told a push.</summary>
internal delegate void PushHandler(ReadOnlySpan<byte> name, ReadOnlySpan<byte> message, long receivedAt);
