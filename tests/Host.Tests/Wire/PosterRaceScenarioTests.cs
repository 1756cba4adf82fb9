using System.Text.Json.Nodes;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>posters.md section 5 and section 6, scenario 20: many at once, on all nodes.</summary>
public sealed class PosterRaceScenarioTests : IAsyncLifetime
{
    private PosterServer _posters = null!;

    public async Task InitializeAsync() => _posters = await PosterServer.StartAsync();

    public async Task DisposeAsync() => await _posters.DisposeAsync();

    [Fact]
    public async Task Scenario20_ParallelVotesOfOneUser_AreOneRowWithOneTime()
    {
        await using var manager = await _posters.LogInManagerAsync();
        var tabs = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => _posters.LogInAsync("ada")));
        for (var round = 0; round < 10; round++)
        {
            var poster = await _posters.CreateAsync(manager, $"Poster {round}");

            var votes = await Task.WhenAll(tabs.Select(tab => tab.CallAsync("poster.vote", PosterServer.Body(poster))));

            Assert.Single(votes.Select(vote => vote.ToJsonString()).Distinct());
            Assert.Equal("1", await _posters.Server.ReadSqlAsync($"SELECT count(*) FROM core_postervote WHERE poster_id = '{poster}'"));
        }

        foreach (var tab in tabs)
        {
            await tab.DisposeAsync();
        }
    }

    [Fact]
    public async Task ManyVisitorsAtOnce_EachSeesItsOwnVotes()
    {
        await using var manager = await _posters.LogInManagerAsync();
        var posters = new List<string>();
        for (var number = 0; number < 5; number++)
        {
            posters.Add(await _posters.CreateAsync(manager, $"Poster {number}"));
        }

        var clients = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => _posters.LogInAsync($"visitor{number}")));
        await Task.WhenAll(clients.Select((client, number) => client.CallAsync("poster.vote", PosterServer.Body(posters[number % 5]))));

        var lists = await Task.WhenAll(clients.Select(_posters.ListAsync));

        for (var number = 0; number < clients.Length; number++)
        {
            Assert.Equal(posters.Select((_, index) => index == number % 5), lists[number].Select(poster => (bool)poster!["has_voted"]!));
            Assert.All(lists[number], poster => Assert.Equal(4, (int)poster!["votes"]!));
            await clients[number].DisposeAsync();
        }
    }

    [Fact]
    public async Task ConcurrentPatches_EachIsWholeAndTheAuditLogIsAChain()
    {
        var managers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _posters.LogInManagerAsync()));
        var poster = await _posters.CreateAsync(managers[0], "Start");

        await Task.WhenAll(managers.Select(async (manager, number) =>
        {
            for (var round = 0; round < 5; round++)
            {
                var name = $"{number}.{round}";
                await manager.CallAsync(
                    "poster.patch",
                    PosterServer.Patch(
                        poster,
                        $$"""
                        {"title": "{{name}}", "category": "{{name}}", "links": [{"display_text": "{{name}}", "url": "u", "sorting_priority": 1},
                         {"display_text": "{{name}}", "url": "v", "sorting_priority": 2}]}
                        """));
            }
        }));

        var audit = await _posters.ReadPosterAuditAsync();
        Assert.Equal(21, audit.Length);
        for (var entry = 1; entry < audit.Length; entry++)
        {
            Assert.True(JsonNode.DeepEquals(audit[entry - 1]["data"]!["new"], audit[entry]["data"]!["old"]));
            var changed = audit[entry]["data"]!["new"]!;
            var title = (string?)changed["title"];
            Assert.Equal(title, (string?)changed["category"]);
            Assert.Equal([title, title], changed["links"]!.AsArray().Select(link => (string?)link!["display_text"]));
        }

        Assert.Equal("23", await _posters.ReadVersionAsync("core_room", _posters.Hall));
        foreach (var manager in managers)
        {
            await manager.DisposeAsync();
        }
    }

    [Fact]
    public async Task VotesWhileThePosterIsDeleted_AreCountedOrRefusedAndLeaveNoRow()
    {
        await using var manager = await _posters.LogInManagerAsync();
        var clients = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => _posters.LogInAsync($"visitor{number}")));
        for (var round = 0; round < 10; round++)
        {
            var poster = await _posters.CreateAsync(manager, "Sharks");

            var votes = clients.Select(async client =>
            {
                await client.SendAsync($$"""["poster.vote", {{round}}, {"poster": "{{poster}}"}]""");
                return await client.ReceiveAsync("the reply");
            }).ToList();
            await manager.CallAsync("poster.delete", PosterServer.Body(poster));

            foreach (var reply in await Task.WhenAll(votes))
            {
                Assert.True((string?)reply[0] == "success" || (string?)reply[2]!["code"] == "poster.unknown_poster", reply.ToJsonString());
            }
        }

        Assert.Equal("0", await _posters.CountAsync("core_postervote"));
        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }
}
