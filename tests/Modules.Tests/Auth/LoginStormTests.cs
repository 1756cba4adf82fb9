using System.Text.Json.Nodes;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Sessions;

namespace Venueless.Fast.Modules.Tests.Auth;

/// <summary>A join storm of equal attendees: what it costs is what the first of them costs (world.md section 2).</summary>
public sealed class LoginStormTests
{
    private const int Attendees = 1000;
    private const int Lanes = 8;

    private readonly TestNode _node = new();

    [Fact]
    public async Task Authenticate_ThousandEqualAttendeesAtOnce_EncodesTheConfigOnce()
    {
        _node.Worlds.Put(Sample.World(), Sample.Room(Sample.Stage, "Stage"), Sample.Room(Sample.Backstage, "Backstage", "{}"));
        var configs = new string[Attendees];

        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Run(async () =>
        {
            for (var number = lane; number < Attendees; number += Lanes)
            {
                configs[number] = await LogInAsync(number);
            }
        })));

        Assert.Equal(Attendees, _node.Users.Users.Count);
        Assert.Equal("Stage", (string?)JsonNode.Parse(configs[0])!["rooms"]!.AsArray().Single()!["name"]);
        Assert.All(configs, config => Assert.Equal(configs[0], config));
        Assert.Equal(1, _node.WorldConfig.Encodings);
    }

    [Fact]
    public async Task Authenticate_OneAmongThemWithOtherRights_IsEncodedForItself()
    {
        _node.Worlds.Put(Sample.World(), Sample.Room(Sample.Stage, "Stage"));
        var attendee = await LogInAsync(1);
        var admin = await ConfigAsync($$"""{"token": "{{_node.Token("boss", "admin")}}"}""");

        Assert.NotEqual(attendee, admin);
        Assert.Equal(attendee, await LogInAsync(2));
        Assert.Equal(2, _node.WorldConfig.Encodings);
    }

    [Fact]
    public async Task Authenticate_TwoHundredAtOnce_ShareTheirReads()
    {
        const int Together = 200;
        UserId[] users = [.. Enumerable.Range(0, Together).Select(number => _node.Users.Put(Sample.User(clientId: $"browser-{number}")).Id)];
        var (search, validation, sheets) = (Signal(), Signal(), Signal());
        var (searches, recorded, validations) = (0, 0, 0);
        _node.Users.Faults.BeforeCall = method =>
        {
            // Each kind of read waits with its first batch until all logins have come as far.
            switch (method)
            {
                case "FindByClientIdsAsync":
                    Interlocked.Increment(ref searches);
                    return search.Task;
                case "FindManyAsync":
                    Interlocked.Increment(ref validations);
                    return validation.Task;
                case "RecordLoginAsync" when Interlocked.Increment(ref recorded) == Together:
                    validation.SetResult();
                    return Task.CompletedTask;
                default:
                    return Task.CompletedTask;
            }
        };
        _node.Sheets.Faults.BeforeCall = _ => sheets.Task;
        var clients = await Task.WhenAll(Enumerable.Range(0, Together).Select(_ => _node.ConnectAsync()));

        var logins = clients.Select((client, number) => client.AskAsync($$"""["authenticate", {"client_id": "browser-{{number}}"}]""")).ToList();
        await UntilAsync(() => Volatile.Read(ref searches) == 1);
        search.SetResult();
        await UntilAsync(() => users.All(user => _node.Services.Users.Find(user)?.Current.Row.LastLogin is not null));
        sheets.SetResult();
        var answers = await Task.WhenAll(logins);

        for (var number = 0; number < Together; number++)
        {
            Assert.Equal($"{users[number]}", (string?)answers[number][1]!["user.config"]!["id"]);
        }

        // One or two each, plus whoever was overtaken between two steps.
        Assert.InRange(searches, 1, Together / 10);
        Assert.InRange(validations, 1, Together / 10);
        Assert.InRange(_node.Sheets.Batches.Count, 1, Together / 10);
        Assert.Equal(Together, _node.Sheets.Batches.Sum());
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1));
        }
    }

    // Half of them come with a ticket of their own, whose traits make no difference to any right.
    private Task<string> LogInAsync(int number) => ConfigAsync(number % 2 == 0
        ? $$"""{"token": "{{_node.Token($"guest-{number}", "ticket", $"seat-{number}")}}"}"""
        : $$"""{"client_id": "browser-{{number}}"}""");

    private async Task<string> ConfigAsync(string body)
    {
        var client = await _node.ConnectAsync();
        var answer = await client.AskAsync($"""["authenticate", {body}]""");
        Assert.Equal(SessionState.Authenticated, client.Session.State);
        return answer[1]!["world.config"]!.ToJsonString();
    }
}
