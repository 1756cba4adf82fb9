namespace Venueless.Fast.Host.Tests.Cli;

/// <summary>operations.md section 3.4, scenarios 16 and 17: rows.</summary>
public sealed class CloneWorldTests
{
    private const string Prompts =
        "Enter the internal ID for the new world (alphanumeric): Enter the title for the new world: Enter the domain of the new world (e.g. myevent.example.org): ";

    [Theory]
    [EveryDatabase]
    public async Task CloneWorld_PrintsTheCopysKeysAndUrl(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        await CloneOrigin.CreateAsync(database);

        Assert.Equal(0, await database.Commands.RunWithInputAsync(CloneOrigin.Answers, "clone_world", "one"));

        Assert.StartsWith($"{Prompts}World cloned.\n", database.Commands.Output, StringComparison.Ordinal);
        Assert.Matches(@"^Default API keys: \[\{.*'secret': '[A-Za-z0-9]{64}'.*\}\]$", database.Commands.Lines[1]);
        Assert.Equal("Admin url:", database.Commands.Lines[2]);
        Assert.StartsWith("https://new.example/#token=", database.Commands.Lines[3], StringComparison.Ordinal);
        Assert.Equal(4, database.Commands.Lines.Length);
        Assert.Equal("", database.Commands.Error);
    }

    [Theory]
    [EveryDatabase]
    public async Task CloneWorld_CopiesTheWorldsColumnsButTheKeys(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        await CloneOrigin.CreateAsync(database);

        await database.Commands.RunWithInputAsync(CloneOrigin.Answers, "clone_world", "one");

        foreach (var column in new[] { "config", "roles", "trait_grants", "locale", "timezone", "feature_flags", "external_auth_url" })
        {
            Assert.Equal(await database.TextAsync($"SELECT {column} FROM core_world WHERE id = 'one'"), await database.TextAsync($"SELECT {column} FROM core_world WHERE id = 'two'"));
        }

        Assert.Equal("Second new.example 2", await database.TextAsync("SELECT title || ' ' || domain || ' ' || version FROM core_world WHERE id = 'two'"));
        Assert.Equal(2, (await database.TextsAsync("SELECT DISTINCT vapid_private_key FROM core_world")).Count);
        Assert.Equal(2, (await database.TextsAsync("SELECT DISTINCT vapid_public_key FROM core_world")).Count);
    }

    [Theory]
    [EveryDatabase]
    public async Task CloneWorld_CopiesRoomsAndExhibitorsAndNothingElse(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        await CloneOrigin.CreateAsync(database);
        const string rooms =
            """
            SELECT name || '|' || COALESCE(description, '-') || '|' || COALESCE(picture, '-') || '|' || COALESCE(import_id, '-') || '|' || COALESCE(CAST(module_config AS TEXT), '-')
                || '|' || COALESCE(CAST(trait_grants AS TEXT), '-') || '|' || sorting_priority || '|' || pretalx_id || '|' || CAST(deleted AS TEXT) || '|' || CAST(force_join AS TEXT)
                || '|' || COALESCE(CAST(schedule_data AS TEXT), '-')
            FROM core_room WHERE world_id =
            """;
        const string exhibitors =
            """
            SELECT e.name || '|' || tagline || '|' || short_text || '|' || COALESCE(logo, '-') || '|' || text_legacy || '|' || size || '|' || e.sorting_priority || '|'
                || COALESCE(banner_detail, '-') || '|' || banner_list || '|' || CAST(contact_enabled AS TEXT) || '|' || CAST(text_content AS TEXT) || '|' || r.name || '|' || h.name
            FROM core_exhibitor e JOIN core_room r ON r.id = e.room_id AND r.world_id = e.world_id
                JOIN core_room h ON h.id = e.highlighted_room_id AND h.world_id = e.world_id
            WHERE e.world_id =
            """;
        const string links =
            "SELECT display_text || url || category || l.sorting_priority FROM core_exhibitorlink l JOIN core_exhibitor e ON e.id = exhibitor_id WHERE world_id =";
        const string social = "SELECT display_text || url FROM core_exhibitorsocialmedialink l JOIN core_exhibitor e ON e.id = exhibitor_id WHERE world_id =";

        await database.Commands.RunWithInputAsync(CloneOrigin.Answers, "clone_world", "one");

        foreach (var (rows, count) in new[] { ($"{rooms} '?' ORDER BY name", 2), ($"{exhibitors} '?'", 1), ($"{links} '?' ORDER BY display_text", 2), ($"{social} '?'", 1) })
        {
            var original = await database.TextsAsync(rows.Replace("?", "one", StringComparison.Ordinal));
            Assert.Equal(count, original.Count);
            Assert.DoesNotContain(null, original);
            Assert.Equal(original, await database.TextsAsync(rows.Replace("?", "two", StringComparison.Ordinal)));
        }

        // The room's channel, not the direct one; nobody in it and nothing said.
        Assert.Equal("Lobby", Assert.Single(await database.TextsAsync("SELECT r.name FROM core_channel c LEFT JOIN core_room r ON r.id = c.room_id WHERE c.world_id = 'two'")));
        Assert.Equal("2", await database.TextAsync("SELECT MAX(version) FROM core_room WHERE world_id = 'two'"));
        foreach (var table in new[] { "core_user", "core_membership", "core_chatevent", "core_exhibitorstaff", "core_contactrequest", "core_announcement" })
        {
            Assert.Equal("1", await database.TextAsync($"SELECT COUNT(*) FROM {table}"));
        }
    }

    [Theory]
    [EveryDatabase]
    public async Task CloneWorld_RoomIdsInModulesFollowAtAnyDepth(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        var origin = await CloneOrigin.CreateAsync(database);
        var stranger = Guid.NewGuid();
        await origin.SetModulesAsync($$"""[{"type":"page.landing","config":{"sponsor_room_id":"{{origin.Deleted}}","deep":[{"a":["{{origin.Lobby:N}}","{{stranger}}","{{origin.Lobby}} "]}]} }]""");

        await database.Commands.RunWithInputAsync(CloneOrigin.Answers, "clone_world", "one");

        var modules = await origin.CopiedModulesAsync();
        var lobby = await database.TextAsync("SELECT id FROM core_room WHERE world_id = 'two' AND name = 'Lobby'");
        var deleted = await database.TextAsync("SELECT id FROM core_room WHERE world_id = 'two' AND name = 'Gone'");
        Assert.Contains(deleted!, modules, StringComparison.Ordinal);
        Assert.Contains($"\"{lobby}\"", modules, StringComparison.Ordinal);
        Assert.Contains(stranger.ToString(), modules, StringComparison.Ordinal);
        Assert.Contains($"\"{origin.Lobby} \"", modules, StringComparison.Ordinal);
        Assert.DoesNotContain(origin.Deleted.ToString(), modules, StringComparison.Ordinal);
    }

    [Theory]
    [EveryDatabase]
    public async Task CloneWorld_NewSecrets_RefuseTheOriginalsTokens(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        await CloneOrigin.CreateAsync(database);
        var secret = database.Commands.Lines[1][^67..^3];
        await database.ExecuteAsync($$$"""UPDATE core_world SET config = '{"theme":{"css":"x"},"JWT_secrets":[{"issuer":"any","audience":"venueless","secret":"{{{secret}}}"}]}'""");

        Assert.Equal(0, await database.Commands.RunWithInputAsync(CloneOrigin.Answers, "clone_world", "one", "--new-secrets"));

        var config = await database.TextAsync("SELECT config FROM core_world WHERE id = 'two'");
        Assert.DoesNotContain(secret, config, StringComparison.Ordinal);
        Assert.Contains(database.Commands.Lines[1][^67..^3], config, StringComparison.Ordinal);
        Assert.Contains("\"css\"", config, StringComparison.Ordinal);
        Assert.Matches(@"^Default API keys: \[\{'issuer': 'any', 'audience': 'venueless', 'secret': '[A-Za-z0-9]{64}'\}\]$", database.Commands.Lines[1]);
    }

    [Theory]
    [EveryDatabase]
    public async Task CloneWorld_OfAWorldWithoutConfig_HasNoUrl(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        await CloneOrigin.CreateAsync(database);
        await database.ExecuteAsync("UPDATE core_world SET config = NULL");

        Assert.Equal(0, await database.Commands.RunWithInputAsync(CloneOrigin.Answers, "clone_world", "one"));

        Assert.Equal("Default API keys: []", database.Commands.Lines[^1]);
        Assert.Contains("no JWT_secrets", database.Commands.Error, StringComparison.Ordinal);
        Assert.Null(await database.TextAsync("SELECT config FROM core_world WHERE id = 'two'"));
    }

    [Theory]
    [EveryDatabase]
    public async Task CloneWorld_TakenAnswers_AreAskedForAgain(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        await CloneOrigin.CreateAsync(database);

        Assert.Equal(0, await database.Commands.RunWithInputAsync("one\nA-B\ntwo\n\nSecond\nold.example:8375\nhttps://x\n\n", "clone_world", "one"));

        Assert.Equal(["one First old.example:8375", "two Second -"], await database.TextsAsync("SELECT id || ' ' || title || ' ' || COALESCE(domain, '-') FROM core_world ORDER BY id"));
    }

    [Theory]
    [EveryDatabase("")]
    [EveryDatabase("two\n")]
    [EveryDatabase("two\nSecond\n")]
    public async Task CloneWorld_EndOfInput_WritesNothing(DatabaseKind kind, string input)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        await CloneOrigin.CreateAsync(database);

        Assert.Equal(1, await database.Commands.RunWithInputAsync(input, "clone_world", "one"));

        Assert.EndsWith(": ", database.Commands.Output, StringComparison.Ordinal);
        Assert.Equal("1", await database.TextAsync("SELECT COUNT(*) FROM core_world"));
    }

    [Fact]
    public async Task CloneWorld_UnknownOriginal_AsksNothing()
    {
        await using var database = await CommandDatabase.CreateAsync(DatabaseKind.Sqlite);

        Assert.Equal(1, await database.Commands.RunWithInputAsync(CloneOrigin.Answers, "clone_world", "nowhere"));

        Assert.Equal("", database.Commands.Output);
        Assert.Equal("There is no world with the ID nowhere.\n", database.Commands.Error);
    }

    [Theory]
    [EveryDatabase]
    public async Task ImportConfig_OfTheOriginalAfterACopy_LeavesTheCopyAlone(DatabaseKind kind)
    {
        const string document =
            """
            {"world": {"id": "one", "title": "NAME", "JWT_secrets": []},
             "rooms": [{"id": "hall", "name": "NAME", "description": "", "picture": "", "modules": [{"type": "exhibition.native"}]}],
             "exhibitors": [{"room": "hall", "name": "Acme", "tagline": "NAME", "short_text": "", "logo": "", "text": "", "size": "1x1"}]}
            """;
        await using var database = await CommandDatabase.CreateAsync(kind);
        database.Commands.Configuration.Write(document, "first.json");
        database.Commands.Configuration.Write(document.Replace("NAME", "Changed", StringComparison.Ordinal), "second.json");
        Assert.Equal(0, await database.Commands.RunAsync("import_config", "first.json"));
        Assert.Equal(0, await database.Commands.RunWithInputAsync(CloneOrigin.Answers, "clone_world", "one"));

        Assert.Equal(0, await database.Commands.RunAsync("import_config", "second.json"));

        Assert.Equal(["Changed", "NAME"], await database.TextsAsync("SELECT name FROM core_room ORDER BY world_id"));
        Assert.Equal(["Changed", "NAME"], await database.TextsAsync("SELECT tagline FROM core_exhibitor ORDER BY world_id"));
    }
}
