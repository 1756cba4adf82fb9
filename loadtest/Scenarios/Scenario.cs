using System.Text;
using Venueless.Fast.LoadTest.Attendees;
using Venueless.Fast.LoadTest.Client.Measuring;
using Venueless.Fast.LoadTest.Running;

namespace Venueless.Fast.LoadTest.Scenarios;

/// <summary>
/// What the attendees of one worker do. This base class brings everybody into a room, brings back who is thrown out, and counts what got lost; the scenarios say which
/// rooms, and what happens there. Loop thread only.
/// </summary>
internal abstract class Scenario(Crowd crowd)
{
    private const long ReconnectDelay = 1_000_000;

    private readonly Dictionary<string, byte[]> _channels = [];
    private IReadOnlyList<RoomInfo>? _rooms;

    protected Crowd Crowd => crowd;

    protected LoadOptions Options => crowd.Options;

    protected Measurements Measurements => crowd.Measurements;

    /// <summary>The rooms in use.</summary>
    /// <exception cref="LoadFailedException">None fits.</exception>
    protected IReadOnlyList<RoomInfo> Rooms => _rooms ??= ChooseRooms(crowd.Rooms);

    /// <summary>Connects this worker's attendees one by one, at their times, and waits until all have joined or the patience is over.</summary>
    public virtual async Task JoinAsync(long start)
    {
        var joins = new List<Task>();
        foreach (var attendee in crowd.Attendees)
        {
            var due = start + (long)(attendee.Number * Options.Rampup * 1000);
            if (due > Clock.Now)
            {
                await crowd.Loop.DelayUntilAsync(due);
            }

            var joined = new TaskCompletionSource();
            joins.Add(joined.Task);
            _ = StayAsync(attendee, due, joined);
        }

        await Task.WhenAny(Task.WhenAll(joins), crowd.Loop.DelayAsync(TimeSpan.FromSeconds(Options.Patience)));
        if (joins.FirstOrDefault(static join => join.IsFaulted) is { } failed)
        {
            await failed;
        }

        Measurements.Count("not joined in time", joins.Count(static join => !join.IsCompleted));
    }

    /// <summary>The measured phase.</summary>
    /// <returns>What this worker's chatters have sent.</returns>
    public virtual async Task<SentMessages> RunAsync(long start)
    {
        var pump = new MessagePump(crowd, MessagePump.ChatMessage);
        await pump.RunAsync(start, Options.Duration);
        await DrainAsync();
        return pump.Sent;
    }

    /// <summary>Counts what did not arrive.</summary>
    public virtual void Settle(SentMessages sent)
    {
        foreach (var attendee in crowd.Attendees)
        {
            if (!attendee.HasJoined)
            {
                Measurements.Count("attendees away at the end");
            }
            else if (!attendee.IsSlow && attendee.Visit is { Room: var room })
            {
                for (var sender = 0; sender < sent.Last.Length; sender++)
                {
                    if (ReferenceEquals(RoomOf(sender), room))
                    {
                        Measurements.Count("lost", attendee.MissingOf(sender, sent.Last[sender], sent.Refused[sender]));
                    }
                }
            }
        }

        Measurements.Count("lost", 0);
        Measurements.Count("duplicates", 0);
    }

    /// <summary>The room that attendee's page shows; every worker must say the same.</summary>
    protected virtual RoomInfo RoomOf(int attendee) => Rooms[attendee % Rooms.Count];

    protected virtual IReadOnlyList<RoomInfo> ChooseRooms(IReadOnlyList<RoomInfo> rooms) => [RoomChoice.Stage(rooms, Options)];

    /// <summary>Whether the attendee becomes a member of a persistent chat: who writes must.</summary>
    protected virtual bool BecomesMember(Attendee attendee) => attendee.Number < Options.Chatters || Options.JoinsPersistent;

    /// <summary>Called after every complete join.</summary>
    protected virtual void OnJoined(Attendee attendee)
    {
    }

    /// <summary>Completes when an attendee whose connection was lost finds out; the page comes back a second later.</summary>
    protected virtual Task StayAwayAsync(Attendee attendee) => Task.CompletedTask;

    /// <summary>Waits until nothing comes any more and every command is answered, as long as the patience lasts.</summary>
    protected async Task DrainAsync()
    {
        var end = Clock.Now + (long)(Options.Patience * 1_000_000);
        var quiet = 0;
        var last = -1L;
        while (quiet < 5 && Clock.Now < end)
        {
            await crowd.Loop.DelayAsync(TimeSpan.FromMilliseconds(100));
            var isQuiet = Measurements.Delivery.Count == last && crowd.Attendees.All(static attendee => attendee.PendingCalls == 0 || attendee.IsSlow);
            last = Measurements.Delivery.Count;
            quiet = isQuiet ? quiet + 1 : 0;
        }
    }

    /// <summary>One visit to the page, from the first connection to the end of the test: every lost connection is opened again after a second.</summary>
    /// <param name="due">When the first connection was due.</param>
    private async Task StayAsync(Attendee attendee, long due, TaskCompletionSource joined)
    {
        while (!crowd.IsOver)
        {
            try
            {
                await TryJoinAsync(attendee, due);
                joined.TrySetResult();
            }
            catch (LoadFailedException failure)
            {
                joined.TrySetException(failure);
                return;
            }

            await attendee.Closed;
            await StayAwayAsync(attendee);
            due = Clock.Now + ReconnectDelay;
            await crowd.Loop.DelayUntilAsync(due);
        }
    }

    private async Task TryJoinAsync(Attendee attendee, long due)
    {
        var isFirst = attendee.Connections == 0;
        string? failure;
        if (!await attendee.ConnectAsync())
        {
            failure = "no connection";
        }
        else
        {
            // What the profile assistant of a first visit ends with.
            var named = isFirst ? await attendee.CallAsync("user.update", $$$$"""{"profile":{"display_name":"Attendee {{{{attendee.Number}}}}","greeted":true,"fields":{}}}""") : default;
            failure = isFirst && !named.IsSuccess ? $"user.update: {named.Code}" : await EnterAsync(attendee);
        }

        if (failure is null)
        {
            Measurements.Record(isFirst ? "join" : "rejoin", Clock.Now - due);
            Measurements.Second.Joins++;
            attendee.HasJoined = true;
            OnJoined(attendee);
        }
        else if (!crowd.IsOver)
        {
            Measurements.Count("failed joins");
            Measurements.Count($"failed join ({failure})");
        }
    }

    private Task<string?> EnterAsync(Attendee attendee)
    {
        var room = RoomOf(attendee.Number);
        if (!_channels.TryGetValue(room.Id, out var channel))
        {
            _channels.Add(room.Id, channel = Encoding.UTF8.GetBytes(room.Channel ?? ""));
        }

        attendee.Visit ??= new RoomVisit(attendee, room, channel, BecomesMember(attendee));
        return attendee.Visit.EnterAsync();
    }
}
