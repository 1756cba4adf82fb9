using System.Text.Json;
using Venueless.Fast.LoadTest.Attendees;
using Venueless.Fast.LoadTest.Running;

namespace Venueless.Fast.LoadTest.Scenarios;

/// <summary>Opens a poll, closes it before the next one.</summary>
/// <param name="voteSeconds">How long after its opening a poll may be voted on.</param>
internal sealed class PollModerator(Crowd crowd, RoomInfo room, string token, double voteSeconds)
{
    private readonly Attendee _moderator = new(crowd, crowd.Options.Clients) { Token = token };

    /// <summary>Seconds between two polls.</summary>
    public static double EveryOf(LoadOptions options) => Math.Max(1, options.BurstEvery);

    public async Task RunAsync(long start)
    {
        if (!await _moderator.ConnectAsync() || !(await _moderator.CallAsync("room.enter", $$"""{"room":"{{room.Id}}"}""")).IsSuccess)
        {
            throw new LoadFailedException("The moderator's token is not accepted.");
        }

        var every = EveryOf(crowd.Options);
        for (var seconds = 0d; seconds < crowd.Options.Duration; seconds += every)
        {
            await crowd.Loop.DelayUntilAsync(start + (long)(seconds * 1_000_000));
            var id = await OpenAsync();
            // The last one stays open until nobody votes any more.
            var next = seconds + every;
            var close = next < crowd.Options.Duration ? next : crowd.Options.Duration + voteSeconds + 1;
            await crowd.Loop.DelayUntilAsync(start + (long)(close * 1_000_000));
            _ = await _moderator.CallAsync("poll.update", $$"""{"room":"{{room.Id}}","id":"{{id}}","state":"closed"}""");
        }

        _moderator.Vanish();
    }

    private async Task<string> OpenAsync()
    {
        var created = await _moderator.CallAsync(
            "poll.create",
            $$"""{"room":"{{room.Id}}","content":"Which one?","options":[{"content":"North","order":1},{"content":"East","order":2},{"content":"South","order":3},{"content":"West","order":4}]}""",
            keepsMessage: true);
        if (!created.IsSuccess)
        {
            throw new LoadFailedException($"The moderator may not create polls: {created.Code}.");
        }

        using var document = JsonDocument.Parse(created.Message!);
        var id = document.RootElement[2].GetProperty("poll").GetProperty("id").GetString()!;
        _ = await _moderator.CallAsync("poll.update", $$"""{"room":"{{room.Id}}","id":"{{id}}","state":"open"}""");
        crowd.Measurements.Count("polls");
        return id;
    }
}
