using System.Text.Json.Nodes;
using Venueless.Fast.Testing;

namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>posters.md section 6, scenarios 1 to 8, 18, 19 and 21: what everybody sees, and votes.</summary>
public sealed class PosterScenarioTests : IAsyncLifetime
{
    private PosterServer _posters = null!;

    public async Task InitializeAsync() => _posters = await PosterServer.StartAsync();

    public async Task DisposeAsync() => await _posters.DisposeAsync();

    [Fact]
    public async Task Scenario01_List_IsOrderedByTitleWithAllFields()
    {
        await using var manager = await _posters.LogInManagerAsync();
        await using var ada = await _posters.LogInAsync("ada", "crew");
        var whales = await _posters.CreateAsync(manager, "Whales", """{"parent_room_id": "%"}""".Replace("%", _posters.Hall, StringComparison.Ordinal));
        var sharks = await _posters.CreateAsync(
            manager,
            "Sharks",
            $$"""
            {"abstract": [{"insert": "Text\n"}], "authors": {"authors": [{"name": "A. Lee", "orgs": [0]}], "organizations": ["MIT"]}, "category": "bio", "tags": ["sea"],
             "poster_url": "https://x/p.pdf", "poster_preview": "https://x/p.png", "schedule_session": "s1", "presentation_room_id": "{{_posters.OtherHall}}",
             "links": [{"display_text": "b", "url": "https://x/b", "sorting_priority": 0}, {"display_text": "a", "url": "https://x/a", "sorting_priority": 7, "x": 1}],
             "presenters": [{"id": "{{PosterServer.IdOf(ada)}}"}], "votes": 99, "has_voted": true, "channel": "x"}
            """);
        await _posters.CreateAsync(manager, "Elsewhere", $$"""{"parent_room_id": "{{_posters.OtherHall}}"}""");

        var list = await _posters.ListAsync(ada);

        Assert.Equal([sharks, whales], list.Select(poster => (string?)poster!["id"]));
        var channel = await _posters.Server.ReadSqlAsync($"SELECT channel_id FROM core_poster WHERE id = '{sharks}'");
        PosterServer.AssertJson(
            $$"""
            {"id": "{{sharks}}", "title": "Sharks", "abstract": [{"insert": "Text\n"}],
             "authors": {"authors": [{"name": "A. Lee", "orgs": [0]}], "organizations": ["MIT"]}, "category": "bio", "tags": ["sea"],
             "poster_url": "https://x/p.pdf", "poster_preview": "https://x/p.png",
             "links": [{"display_text": "a", "url": "https://x/a", "sorting_priority": 7}, {"display_text": "b", "url": "https://x/b", "sorting_priority": 0}],
             "presenters": [{"id": "{{PosterServer.IdOf(ada)}}", "profile": {"display_name": "ada"}, "pretalx_id": null, "deleted": false, "badges": ["Crew"], "inactive": false}],
             "channel": "{{channel}}", "votes": 0, "presentation_room_id": "{{_posters.OtherHall}}", "schedule_session": "s1",
             "parent_room_id": "{{_posters.Hall}}", "has_voted": false}
            """,
            list[0]);
        Assert.Equal(
            ["id", "title", "abstract", "authors", "category", "tags", "poster_url", "poster_preview", "links", "presenters", "channel", "votes",
                "presentation_room_id", "schedule_session", "parent_room_id", "has_voted"],
            list[1]!.AsObject().Select(member => member.Key));
        Assert.Equal("[]", list[1]!["abstract"]!.ToJsonString());
        Assert.Null(list[1]!["presentation_room_id"]);

        // The full object is the same here; managers see no more of the presenters than others.
        Assert.True(JsonNode.DeepEquals(list[0], await PosterServer.GetAsync(manager, sharks)));
        await ada.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario02_RoomWithoutTheModule_IsRefused()
    {
        await using var ada = await _posters.LogInAsync("ada");
        var text = await _posters.Server.FindRoomAsync(_posters.World, "text");

        PosterServer.AssertJson(
            """{"code": "room.unknown", "message": "Room does not contain a matching module."}""",
            await ada.CallForErrorAsync("poster.list", new JsonObject { ["room"] = text }));
        Assert.Equal("room.unknown", await PosterServer.RefuseAsync(ada, "poster.list", new JsonObject { ["room"] = "a" }));
        Assert.Equal("room.unknown", await PosterServer.RefuseAsync(ada, "poster.list", new JsonObject()));
        Assert.Equal("protocol.invalid_body", await PosterServer.RefuseAsync(ada, "poster.list", null));
        Assert.Equal("poster.unsupported_command", await PosterServer.RefuseAsync(ada, "poster.x", new JsonObject()));
        Assert.Empty(await _posters.ListAsync(ada));
    }

    [Fact]
    public async Task Scenario03To05_List_ShortensAbstractsThatAreObjects()
    {
        await using var manager = await _posters.LogInManagerAsync();
        var (a, b, emoji) = (new string('a', 500), new string('b', 400), string.Concat(Enumerable.Repeat("😀", 300)));
        var operations = $$"""
            [{"insert": "{{a}}", "attributes": {"bold": true} }, {"insert": {"image": "https://x/i.png"} }, {"insert": "{{b}}"}, {"retain": 1},
             {"attributes": {"link": "https://x"}, "insert": "{{emoji}}"}, {"insert": "never"}]
            """;
        var shortened = await _posters.CreateAsync(manager, "A", $$"""{"abstract": {"ops": {{operations}}, "other": 1} }""");
        await _posters.CreateAsync(manager, "B", $$"""{"abstract": {{operations}} }""");
        await _posters.CreateAsync(manager, "C", $$"""{"abstract": {"ops": [{"insert": "{{a}}"}, {"insert": "{{a}}"}, {"insert": "{{a}}"}]} }""");
        await _posters.CreateAsync(manager, "D", """{"abstract": {"ops": 5} }""");

        var list = await _posters.ListAsync(manager);

        PosterServer.AssertJson(
            $$"""
            {"ops": [{"insert": "{{a}}", "attributes": {"bold": true} }, {"insert": "{{b}}"},
                     {"attributes": {"link": "https://x"}, "insert": "{{string.Concat(Enumerable.Repeat("😀", 100))}}…"}]}
            """,
            list[0]!["abstract"]);
        PosterServer.AssertJson(operations, list[1]!["abstract"]);
        PosterServer.AssertJson($$"""{"ops": [{"insert": "{{a}}"}, {"insert": "{{a}}"}]}""", list[2]!["abstract"]);
        PosterServer.AssertJson("""{"ops": 5}""", list[3]!["abstract"]);
        PosterServer.AssertJson($$"""{"ops": {{operations}}, "other": 1}""", (await PosterServer.GetAsync(manager, shortened))["abstract"]);
    }

    [Fact]
    public async Task Scenario06And07_Vote_CountsOnceAndUnvoteTakesItBack()
    {
        await using var manager = await _posters.LogInManagerAsync();
        await using var ada = await _posters.LogInAsync("ada");
        var (sharks, whales) = (await _posters.CreateAsync(manager, "Sharks"), await _posters.CreateAsync(manager, "Whales"));

        var vote = await ada.CallAsync("poster.vote", PosterServer.Body(sharks));
        _posters.Server.Time.Advance(TimeSpan.FromSeconds(5));
        var again = await ada.CallAsync("poster.vote", PosterServer.Body(sharks));

        Assert.Equal((sharks, PosterServer.IdOf(ada)), ((string?)vote["poster"], (string?)vote["user"]));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?\+00:00$", (string?)vote["datetime"]);
        Assert.Equal(vote.ToJsonString(), again.ToJsonString());
        Assert.Equal("1", await _posters.CountAsync("core_postervote"));
        var seen = await PosterServer.GetAsync(ada, sharks);
        Assert.Equal((1, true), ((int)seen["votes"]!, (bool)seen["has_voted"]!));
        Assert.False((bool)(await PosterServer.GetAsync(manager, sharks))["has_voted"]!);
        Assert.Equal([(1, true), (0, false)], (await _posters.ListAsync(ada)).Select(poster => ((int)poster!["votes"]!, (bool)poster["has_voted"]!)));
        Assert.Equal([(1, false), (0, false)], (await _posters.ListAsync(manager)).Select(poster => ((int)poster!["votes"]!, (bool)poster["has_voted"]!)));

        await manager.CallAsync("poster.vote", PosterServer.Body(sharks));
        await ada.CallAsync("poster.vote", PosterServer.Body(whales));
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal("{}", (await ada.CallAsync("poster.unvote", PosterServer.Body(sharks))).ToJsonString());
        }

        Assert.Equal([(1, false), (1, true)], (await _posters.ListAsync(ada)).Select(poster => ((int)poster!["votes"]!, (bool)poster["has_voted"]!)));
        await manager.CallAsync("poster.unvote", PosterServer.Body(sharks));
        Assert.Equal(0, (int)(await PosterServer.GetAsync(ada, sharks))["votes"]!);
        await ada.ExpectNothingAsync();
        await manager.ExpectNothingAsync();
    }

    [Theory]
    [InlineData("poster.get")]
    [InlineData("poster.vote")]
    [InlineData("poster.unvote")]
    public async Task Scenario08_UnknownPosterOrBadId_IsRefused(string command)
    {
        await using var manager = await _posters.LogInManagerAsync();
        await using var foreigner = await VenuelessClient.LogInAsync(_posters.Server.Port, WireServer.World, "5f6e0f4e-6f2b-4a57-8f1e-0a4c8a0c7b01");
        var poster = await _posters.CreateAsync(manager, "Sharks");

        Assert.Equal("""{"code":"poster.unknown_poster"}""", (await manager.CallForErrorAsync(command, PosterServer.Body(Guid.NewGuid().ToString()))).ToJsonString());
        Assert.Equal("poster.unknown_poster", await PosterServer.RefuseAsync(foreigner, command, PosterServer.Body(poster)));
        foreach (var body in new[] { """{"poster": "abc"}""", """{"poster": 5}""", """{"poster": null}""", "{}", "null", "[]" })
        {
            Assert.Equal("protocol.invalid_body", await PosterServer.RefuseAsync(manager, command, JsonNode.Parse(body)));
        }

        Assert.Equal("0", await _posters.CountAsync("core_postervote"));
    }

    [Fact]
    public async Task Scenario18_ListAll_ShowsManagersEverythingAndPresentersTheirOwn()
    {
        await using var manager = await _posters.LogInManagerAsync();
        await using var ada = await _posters.LogInAsync("ada");
        await using var ben = await _posters.LogInAsync("ben");
        var whales = await _posters.CreateAsync(manager, "Whales", PosterServer.Presenters(ada));
        var sharks = await _posters.CreateAsync(manager, "Sharks", $$"""{"parent_room_id": "{{_posters.OtherHall}}"}""");
        var crabs = await _posters.CreateAsync(manager, "Crabs", PosterServer.Presenters(ada, manager));

        PosterServer.AssertJson(
            $$"""[{"id": "{{crabs}}", "title": "Crabs"}, {"id": "{{sharks}}", "title": "Sharks"}, {"id": "{{whales}}", "title": "Whales"}]""",
            await manager.CallAsync("poster.list.all", new JsonObject()));
        PosterServer.AssertJson(
            $$"""[{"id": "{{crabs}}", "title": "Crabs"}, {"id": "{{whales}}", "title": "Whales"}]""", await ada.CallAsync("poster.list.all", null));
        PosterServer.AssertJson("[]", await ben.CallAsync("poster.list.all", new JsonArray(1)));
    }

    [Fact]
    public async Task Scenario19_PresentedByUser_AreFullObjects()
    {
        await using var manager = await _posters.LogInManagerAsync();
        await using var ada = await _posters.LogInAsync("ada");
        var text = new string('a', 1500);
        var sharks = await _posters.CreateAsync(
            manager, "Sharks", $$"""{"abstract": {"ops": [{"insert": "{{text}}"}]}, "presenters": [{"id": "{{PosterServer.IdOf(ada)}}"}]}""");
        await _posters.CreateAsync(manager, "Whales");
        await manager.CallAsync("poster.vote", PosterServer.Body(sharks));

        var presented = (await manager.CallAsync("poster.get.presented_by_user", new JsonObject { ["user_id"] = PosterServer.IdOf(ada) })).AsArray();

        Assert.True(JsonNode.DeepEquals(Assert.Single(presented), await PosterServer.GetAsync(manager, sharks)));
        Assert.True((bool)presented[0]!["has_voted"]!);
        Assert.Equal(text, (string?)presented[0]!["abstract"]!["ops"]![0]!["insert"]);
        PosterServer.AssertJson("[]", await ada.CallAsync("poster.get.presented_by_user", new JsonObject { ["user_id"] = Guid.NewGuid().ToString() }));
        foreach (var body in new[] { """{"user_id": "abc"}""", "{}", "null" })
        {
            Assert.Equal("protocol.invalid_body", await PosterServer.RefuseAsync(ada, "poster.get.presented_by_user", JsonNode.Parse(body)));
        }
    }

    [Fact]
    public async Task Scenario21_PresenterRowWithoutUser_IsSkipped()
    {
        await using var manager = await _posters.LogInManagerAsync();
        await using var ada = await _posters.LogInAsync("ada");
        var poster = await _posters.CreateAsync(manager, "Sharks", PosterServer.Presenters(ada));
        await _posters.Server.ExecuteSqlAsync($"INSERT INTO core_posterpresenter (poster_id, user_id) VALUES ('{poster}', NULL)");

        Assert.Single((await PosterServer.GetAsync(ada, poster))["presenters"]!.AsArray());
        Assert.Single((await _posters.ListAsync(ada))[0]!["presenters"]!.AsArray());
    }
}
