namespace Venueless.Fast.Host.Tests.Wire;

/// <summary>posters.md section 6, scenarios 9 to 17: who changes posters, and what that does.</summary>
public sealed class PosterPatchScenarioTests : IAsyncLifetime
{
    private PosterServer _posters = null!;

    public async Task InitializeAsync() => _posters = await PosterServer.StartAsync();

    public async Task DisposeAsync() => await _posters.DisposeAsync();

    [Fact]
    public async Task Scenario09_Creation_AddsAChannelAndAnAuditRow()
    {
        await using var manager = await _posters.LogInManagerAsync();
        await using var ada = await _posters.LogInAsync("ada");

        var poster = await manager.CallAsync(
            "poster.patch",
            PosterServer.Patch("", $$"""{"title": " Sharks ", "parent_room_id": "{{_posters.Hall}}", "presenters": [{"id": "{{PosterServer.IdOf(ada)}}"}]}"""));

        var id = (string)poster["id"]!;
        Assert.Equal(" Sharks ", (string?)poster["title"]);
        Assert.False(poster.AsObject().ContainsKey("has_voted"));
        var channel = (string)poster["channel"]!;
        Assert.Equal("1", await _posters.Server.ReadSqlAsync($"SELECT count(*) FROM core_channel WHERE id = '{channel}' AND room_id IS NULL AND world_id = '{_posters.World}'"));
        var audit = Assert.Single(await _posters.ReadPosterAuditAsync());
        Assert.Equal((PosterServer.IdOf(manager), "poster.updated"), ((string?)audit["user"], (string?)audit["type"]));
        PosterServer.AssertJson($$"""{"object": "{{id}}", "old": {}, "new": {{poster.ToJsonString()}} }""", audit["data"]);
        Assert.Equal("3", await _posters.ReadVersionAsync("core_room", _posters.Hall));

        // Login, then its first poster.
        Assert.Equal("4", await _posters.ReadVersionAsync("core_user", PosterServer.IdOf(ada)));
        await ada.ExpectNothingAsync();
        await manager.ExpectNothingAsync();
    }

    [Fact]
    public async Task Scenario10_CreationNeedsARoomOfTheWorld()
    {
        await using var manager = await _posters.LogInManagerAsync();

        foreach (var room in new[] { "null", "\"\"", $"\"{Guid.NewGuid()}\"", $"\"{_posters.Server.Room}\"" })
        {
            Assert.Equal(
                "poster.unknown_poster",
                await PosterServer.RefuseAsync(manager, "poster.patch", PosterServer.Patch("", $$"""{"title": "x", "parent_room_id": {{room}} }""")));
        }

        Assert.Equal("protocol.invalid_body", await PosterServer.RefuseAsync(manager, "poster.patch", PosterServer.Patch("", """{"title": "x"}""")));
        Assert.Equal(
            "protocol.invalid_body", await PosterServer.RefuseAsync(manager, "poster.patch", PosterServer.Patch("", """{"parent_room_id": "abc"}""")));
        Assert.Equal("0", await _posters.CountAsync("core_poster"));
        Assert.Equal("0", await _posters.Server.ReadSqlAsync("SELECT count(*) FROM core_channel WHERE room_id IS NULL"));

        // A room that was deleted is a room.
        await _posters.Server.ExecuteSqlAsync($"UPDATE core_room SET deleted = TRUE WHERE id = '{_posters.OtherHall}'");
        await _posters.CreateAsync(manager, "Sharks", $$"""{"parent_room_id": "{{_posters.OtherHall}}"}""");
    }

    [Fact]
    public async Task Scenario11_Participant_NeitherCreatesNorPatches()
    {
        await using var manager = await _posters.LogInManagerAsync();
        await using var ada = await _posters.LogInAsync("ada");
        var poster = await _posters.CreateAsync(manager, "Sharks");

        PosterServer.AssertJson(
            """{"code": "poster.not_presenter"}""",
            await ada.CallForErrorAsync("poster.patch", PosterServer.Patch("", $$"""{"title": "x", "parent_room_id": "{{_posters.Hall}}"}""")));
        Assert.Equal("poster.not_presenter", await PosterServer.RefuseAsync(ada, "poster.patch", PosterServer.Patch("", "{}")));
        Assert.Equal("poster.not_presenter", await PosterServer.RefuseAsync(ada, "poster.patch", PosterServer.Patch(poster, """{"title": "x"}""")));
        Assert.Equal("poster.not_presenter", await PosterServer.RefuseAsync(ada, "poster.patch", PosterServer.Patch(poster, """{"parent_room_id": null}""")));
        Assert.Equal(
            "poster.unknown_poster", await PosterServer.RefuseAsync(ada, "poster.patch", PosterServer.Patch(Guid.NewGuid().ToString(), """{"title": "x"}""")));
        Assert.Equal("Sharks", (string?)(await PosterServer.GetAsync(ada, poster))["title"]);
        Assert.Single(await _posters.ReadPosterAuditAsync());
    }

    [Fact]
    public async Task Scenario12_Presenter_ChangesOnlyWhatIsTheirs()
    {
        await using var manager = await _posters.LogInManagerAsync();
        await using var ada = await _posters.LogInAsync("ada");
        var poster = await _posters.CreateAsync(
            manager, "Sharks", $$"""{"tags": ["sea"], "category": "bio", "schedule_session": "s1", "presenters": [{"id": "{{PosterServer.IdOf(ada)}}"}]}""");

        var patched = await ada.CallAsync(
            "poster.patch",
            PosterServer.Patch(
                poster,
                $$"""
                {"title": "Whales", "tags": null, "category": 7, "schedule_session": {}, "presenters": [{"id": "{{Guid.NewGuid()}}"}, 7],
                 "parent_room_id": "{{_posters.OtherHall}}", "presentation_room_id": "abc", "poster_url": "https://x/p", "abstract": {"ops": []},
                 "links": [{"display_text": "a", "url": "b", "sorting_priority": 1}]}
                """));

        Assert.Equal("Whales", (string?)patched["title"]);
        Assert.Equal("https://x/p", (string?)patched["poster_url"]);
        PosterServer.AssertJson("""["sea"]""", patched["tags"]);
        Assert.Equal(("bio", "s1"), ((string?)patched["category"], (string?)patched["schedule_session"]));
        Assert.Equal((_posters.Hall, null), ((string?)patched["parent_room_id"], (string?)patched["presentation_room_id"]));
        Assert.Equal(PosterServer.IdOf(ada), (string?)Assert.Single(patched["presenters"]!.AsArray())!["id"]);
        Assert.Single(patched["links"]!.AsArray());

        // The room is checked although it does not count.
        Assert.Equal(
            "poster.unknown_poster", await PosterServer.RefuseAsync(ada, "poster.patch", PosterServer.Patch(poster, """{"title": "x", "parent_room_id": null}""")));
        Assert.Equal("Whales", (string?)(await PosterServer.GetAsync(ada, poster))["title"]);
        Assert.Equal(PosterServer.IdOf(ada), (string?)(await _posters.ReadPosterAuditAsync())[1]["user"]);
    }

    [Fact]
    public async Task Scenario13And14_Manager_UnknownPosterAndEmptyPresentationRoom()
    {
        await using var manager = await _posters.LogInManagerAsync();
        var poster = await _posters.CreateAsync(manager, "Sharks", $$"""{"presentation_room_id": "{{_posters.OtherHall}}"}""");

        Assert.Equal(
            "poster.unknown_poster", await PosterServer.RefuseAsync(manager, "poster.patch", PosterServer.Patch(Guid.NewGuid().ToString(), """{"parent_room_id": null}""")));
        foreach (var room in new[] { "\"\"", "null", $"\"{Guid.NewGuid()}\"" })
        {
            Assert.Equal(
                _posters.OtherHall,
                (string?)(await manager.CallAsync("poster.patch", PosterServer.Patch(poster, $$"""{"presentation_room_id": "{{_posters.OtherHall}}"}""")))["presentation_room_id"]);
            Assert.Null((await manager.CallAsync("poster.patch", PosterServer.Patch(poster, $$"""{"presentation_room_id": {{room}} }""")))["presentation_room_id"]);
        }

        var moved = await manager.CallAsync("poster.patch", PosterServer.Patch(poster, $$"""{"parent_room_id": "{{_posters.OtherHall}}"}"""));
        Assert.Equal((_posters.OtherHall, "Sharks"), ((string?)moved["parent_room_id"], (string?)moved["title"]));
        Assert.Equal("3", await _posters.ReadVersionAsync("core_room", _posters.OtherHall));
        Assert.Empty(await _posters.ListAsync(manager));
    }

    [Fact]
    public async Task Scenario15_Links_BecomeTheGivenSetAndEqualOnesKeepTheirRows()
    {
        await using var manager = await _posters.LogInManagerAsync();
        var poster = await _posters.CreateAsync(manager, "Sharks", Links(("a", 1), ("b", 2), ("c", 3)));
        var kept = await RowsAsync();

        var patched = await manager.CallAsync("poster.patch", PosterServer.Patch(poster, Links(("d", 4), ("c", 3), ("a", 1), ("b", 5), ("d", 4))));

        Assert.Equal(["a1", "b5", "c3", "d4"], patched["links"]!.AsArray().Select(link => $"{link!["display_text"]}{link["sorting_priority"]}"));
        var rows = await RowsAsync();
        Assert.Equal([kept[0], kept[2]], [rows[0], rows[1]]);
        Assert.Equal(4, rows.Length);

        // Without the key they stay.
        Assert.Equal(4, (await manager.CallAsync("poster.patch", PosterServer.Patch(poster, """{"title": "x"}""")))["links"]!.AsArray().Count);
        Assert.Empty((await manager.CallAsync("poster.patch", PosterServer.Patch(poster, """{"links": []}""")))["links"]!.AsArray());

        async Task<string[]> RowsAsync() =>
            (await _posters.Server.ReadSqlAsync($"SELECT {_posters.Server.Joined("id || display_text")} FROM (SELECT id, display_text FROM core_posterlink ORDER BY id) l"))!.Split(',');
    }

    [Fact]
    public async Task Presenters_BecomeTheGivenSetAndEachIsBumpedOnce()
    {
        await using var manager = await _posters.LogInManagerAsync();
        await using var ada = await _posters.LogInAsync("ada");
        await using var ben = await _posters.LogInAsync("ben");
        await using var eve = await _posters.LogInAsync("eve");
        var poster = await _posters.CreateAsync(manager, "Sharks", PosterServer.Presenters(ada, ben));
        await _posters.Server.ExecuteSqlAsync($"INSERT INTO core_posterpresenter (poster_id, user_id) VALUES ('{poster}', NULL)");
        var before = await VersionsAsync();

        var patched = await manager.CallAsync("poster.patch", PosterServer.Patch(poster, PosterServer.Presenters(eve, ben, eve)));

        Assert.Equal([PosterServer.IdOf(ben), PosterServer.IdOf(eve)], patched["presenters"]!.AsArray().Select(user => (string?)user!["id"]));
        Assert.Equal("2", await _posters.CountAsync("core_posterpresenter"));
        Assert.Equal([before[0] + 1, before[1], before[2] + 1], await VersionsAsync());

        async Task<int[]> VersionsAsync() =>
            [.. (await Task.WhenAll(new[] { ada, ben, eve }.Select(user => _posters.ReadVersionAsync("core_user", PosterServer.IdOf(user))))).Select(version => int.Parse(version!, System.Globalization.CultureInfo.InvariantCulture))];
    }

    [Fact]
    public async Task Scenario16_Delete_LeavesAnAuditRowAndIsDoneOnce()
    {
        await using var manager = await _posters.LogInManagerAsync();
        await using var ada = await _posters.LogInAsync("ada");
        var id = await _posters.CreateAsync(
            manager,
            "Sharks",
            $$"""{"links": [{"display_text": "a", "url": "b", "sorting_priority": 1}], "presenters": [{"id": "{{PosterServer.IdOf(ada)}}"}]}""");
        await ada.CallAsync("poster.vote", PosterServer.Body(id));
        var poster = await PosterServer.GetAsync(ada, id);
        poster.Remove("has_voted");

        await manager.SendAsync($$"""["poster.delete", 66, {"poster": "{{id}}"}]""");
        await manager.ExpectAsync("""["success",66,{}]""");
        await manager.SendAsync($$"""["poster.delete", 67, {"poster": "{{id}}"}]""");
        await manager.ExpectAsync("""["error",67,{"code":"poster.unknown_poster"}]""");
        await manager.ExpectNothingAsync();

        var audit = (await _posters.ReadPosterAuditAsync())[^1];
        Assert.Equal("poster.deleted", (string?)audit["type"]);
        PosterServer.AssertJson($$"""{"object": "{{id}}", "old": {{poster.ToJsonString()}} }""", audit["data"]);
        foreach (var table in new[] { "core_poster", "core_posterlink", "core_posterpresenter", "core_postervote" })
        {
            Assert.Equal("0", await _posters.CountAsync(table));
        }

        Assert.Equal("1", await _posters.Server.ReadSqlAsync($"SELECT count(*) FROM core_channel WHERE id = '{poster["channel"]}'"));
        Assert.Equal("4", await _posters.ReadVersionAsync("core_room", _posters.Hall));
    }

    [Fact]
    public async Task Scenario17_ParticipantOrPresenter_DeletesNothing()
    {
        await using var manager = await _posters.LogInManagerAsync();
        await using var ada = await _posters.LogInAsync("ada");
        var poster = await _posters.CreateAsync(manager, "Sharks", PosterServer.Presenters(ada));

        PosterServer.AssertJson(
            """{"code": "auth.denied", "message": "Permission denied."}""", await ada.CallForErrorAsync("poster.delete", PosterServer.Body(poster)));
        Assert.Equal("auth.denied", await PosterServer.RefuseAsync(ada, "poster.delete", null));
        Assert.Equal("protocol.invalid_body", await PosterServer.RefuseAsync(manager, "poster.delete", PosterServer.Body("abc")));
        Assert.Equal("1", await _posters.CountAsync("core_poster"));
    }

    private static string Links(params (string Text, int Priority)[] links) =>
        $$"""{"links": [{{string.Join(", ", links.Select(link => $$"""{"display_text": "{{link.Text}}", "url": "https://x/{{link.Text}}", "sorting_priority": {{link.Priority}}}"""))}}]}""";
}
