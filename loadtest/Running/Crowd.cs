using Venueless.Fast.LoadTest.Attendees;
using Venueless.Fast.LoadTest.Client.Loops;
using Venueless.Fast.LoadTest.Client.WebSockets;

namespace Venueless.Fast.LoadTest.Running;

/// <summary>One worker's share of the attendees, and what they have in common. Loop thread only.</summary>
internal sealed class Crowd
{
    private IReadOnlyList<RoomInfo>? _rooms;

    public Crowd(EventLoop loop, WebSocketTarget target, LoadOptions options, WorkerShare share)
    {
        Loop = loop;
        Target = target;
        Options = options;
        Share = share;
        Attendees = [.. share.Numbers(options.Clients).Select(number => new Attendee(this, number))];
    }

    public EventLoop Loop { get; }

    public WebSocketTarget Target { get; }

    public LoadOptions Options { get; }

    public WorkerShare Share { get; }

    public Measurements Measurements { get; } = new();

    public IReadOnlyList<Attendee> Attendees { get; }

    /// <summary>The test is over: who is closed now stays away.</summary>
    public bool IsOver { get; set; }

    /// <summary>Everybody's messages are made here.</summary>
    public byte[] Scratch { get; } = new byte[1024];

    /// <summary>What everybody sees. All attendees have the same rights, so the first login tells for all.</summary>
    /// <exception cref="LoadFailedException">Nobody is logged in yet.</exception>
    public IReadOnlyList<RoomInfo> Rooms => _rooms ?? throw new LoadFailedException("Nobody could log in, so the rooms are unknown.");

    public void LearnRooms(ReadOnlySpan<byte> authenticated) => _rooms ??= RoomList.Read(authenticated.ToArray());
}
