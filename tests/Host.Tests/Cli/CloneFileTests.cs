namespace Venueless.Fast.Host.Tests.Cli;

/// <summary>operations.md section 3.4: stored files of a copy, and what happens when one cannot be copied.</summary>
public sealed class CloneFileTests
{
    [Theory]
    [EveryDatabase]
    public async Task CloneWorld_EverySpellingOfAnUrl_LeadsToACopy(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        database.Commands.Configuration.Variable("VENUELESS_MEDIA_URL", "https://cdn.example/m/");
        var origin = await CloneOrigin.CreateAsync(database);
        var path = await origin.AddFileAsync();
        const string modules =
            """
            [{"type":"page.static","config":{"a":"https://old.example:8375/media/PATH","b":"/media/PATH?x=1#y","c":"https://cdn.example/m/PATH",
              "d":"http://old.example:8375/m/PATH","deep":[["See (https://OLD.example:8375/media/PATH), and <img src=\"/media/PATH\">."]],
              "e":"https://elsewhere.example/media/PATH","f":"https://old.example:8375/other/PATH"}}]
            """;
        await origin.SetModulesAsync(modules.Replace("PATH", path, StringComparison.Ordinal));

        Assert.Equal(0, await database.Commands.RunWithInputAsync(CloneOrigin.Answers, "clone_world", "one"));

        var copy = await database.TextAsync("SELECT file FROM storage_storedfile WHERE world_id = 'two'");
        Assert.Matches("^pub/two/[0-9a-f-]{36}[.][A-Za-z0-9]{12}[.]png$", copy);
        var copied = await origin.CopiedModulesAsync();
        foreach (var url in new[]
        {
            $"\"https://new.example/media/{copy}\"", $"\"/media/{copy}?x=1#y\"", $"\"https://cdn.example/m/{copy}\"", $"\"http://new.example/m/{copy}\"",
            $"(https://new.example/media/{copy}), and <img src=\\\"/media/{copy}\\\">.", $"\"https://elsewhere.example/media/{path}\"",
            $"\"https://old.example:8375/other/{path}\"",
        })
        {
            Assert.Contains(url, copied, StringComparison.Ordinal);
        }

        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(database.Media, path)), await File.ReadAllTextAsync(Assert.Single(origin.FilesOf("two"))));
        Assert.Equal("", database.Commands.Error);
    }

    [Theory]
    [EveryDatabase]
    public async Task CloneWorld_FilesOfExhibitorsAndTheme_AreCopied(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        var origin = await CloneOrigin.CreateAsync(database);
        var paths = new List<string>();
        for (var index = 0; index < 6; index++)
        {
            paths.Add(await origin.AddFileAsync());
        }

        await database.ExecuteAsync(
            $$$"""
            UPDATE core_exhibitor SET logo = '/media/{{{paths[0]}}}', banner_list = '/media/{{{paths[1]}}}', banner_detail = 'https://old.example:8375/media/{{{paths[2]}}}',
                text_content = '{"ops":[{"insert":{"image":"/media/{{{paths[3]}}}"}}]}';
            UPDATE core_exhibitorlink SET url = '/media/{{{paths[4]}}}' WHERE category = 'download';
            UPDATE core_world SET config = '{"theme":{"logo":{"url":"/media/{{{paths[5]}}}"}},"other":"/media/{{{paths[5]}}}"}'
            """);

        Assert.Equal(0, await database.Commands.RunWithInputAsync(CloneOrigin.Answers, "clone_world", "one"));

        var columns = await database.TextAsync(
            """
            SELECT logo || ' ' || banner_list || ' ' || banner_detail || ' ' || CAST(text_content AS TEXT) || ' ' || url
            FROM core_exhibitor e JOIN core_exhibitorlink l ON l.exhibitor_id = e.id AND l.category = 'download' WHERE e.world_id = 'two'
            """);
        Assert.DoesNotContain("/one/", columns, StringComparison.Ordinal);
        Assert.Contains(" https://new.example/media/pub/two/", columns, StringComparison.Ordinal);
        var config = await database.TextAsync("SELECT config FROM core_world WHERE id = 'two'");
        Assert.Contains("/media/pub/two/", config, StringComparison.Ordinal);
        Assert.Contains($"\"/media/{paths[5]}\"", config, StringComparison.Ordinal);
        Assert.Equal(6, origin.FilesOf("two").Length);
        Assert.Equal("6", await database.TextAsync("SELECT COUNT(*) FROM storage_storedfile WHERE world_id = 'two'"));
    }

    [Theory]
    [EveryDatabase]
    public async Task CloneWorld_OfAPrivateFile_KeepsItsRowButTheUser(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        var origin = await CloneOrigin.CreateAsync(database);
        var path = await origin.AddFileAsync("priv", ".PDF");
        await origin.SetModulesAsync($$"""[{"type":"x","config":{"url":"/media/{{path}}"} }]""");

        Assert.Equal(0, await database.Commands.RunWithInputAsync(CloneOrigin.Answers, "clone_world", "one"));

        const string row =
            "SELECT filename || '|' || type || '|' || CAST(date AS TEXT) || '|' || CAST(public AS TEXT) FROM storage_storedfile WHERE world_id =";
        Assert.Equal(await database.TextAsync($"{row} 'one'"), await database.TextAsync($"{row} 'two'"));
        Assert.Equal("1", await database.TextAsync("SELECT COUNT(*) FROM storage_storedfile WHERE world_id = 'two' AND user_id IS NULL AND expires IS NULL AND source_url IS NULL"));
        var file = Assert.Single(origin.FilesOf("two"));
        Assert.Matches("priv/two/[0-9a-f-]{36}[.][A-Za-z0-9]{12}[.]PDF$", file);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal("0644", Convert.ToString((int)File.GetUnixFileMode(file), 8).PadLeft(4, '0'));
            Assert.Equal("0775", Convert.ToString((int)File.GetUnixFileMode(Path.GetDirectoryName(file)!), 8).PadLeft(4, '0'));
        }
    }

    [Theory]
    [EveryDatabase]
    public async Task CloneWorld_UnknownAndMissingFiles_KeepTheirUrls(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        var origin = await CloneOrigin.CreateAsync(database);
        var missing = await origin.AddFileAsync(isOnDisk: false);
        var expired = await origin.AddFileAsync();
        var renamed = (await origin.AddFileAsync()).Replace("aB3", "xxx", StringComparison.Ordinal);
        await database.ExecuteAsync($"UPDATE storage_storedfile SET expires = '2020-01-01 00:00:00.000000+00:00' WHERE file = '{expired}'");
        var unknown = $"pub/one/{Guid.NewGuid()}.aB3dE5fG7hJ9.png";
        await origin.SetModulesAsync($$"""["/media/{{missing}}","/media/{{expired}}","/media/{{renamed}}","/media/{{unknown}}","/media/","https://old.example:8375/media/x"]""");
        var before = await database.TextAsync("SELECT module_config FROM core_room WHERE name = 'Lobby'");

        Assert.Equal(0, await database.Commands.RunWithInputAsync(CloneOrigin.Answers, "clone_world", "one"));

        Assert.Equal(before, await origin.CopiedModulesAsync());
        Assert.Equal($"{missing}: no such file in the media folder; the copy refers to the original's.\n", database.Commands.Error);
        Assert.Empty(origin.FilesOf("two"));
    }

    [Theory]
    [EveryDatabase]
    public async Task CloneWorld_FileThatCannotBeCopied_LeavesNothing(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        var origin = await CloneOrigin.CreateAsync(database);
        var (first, second) = (await origin.AddFileAsync("pub"), await origin.AddFileAsync("priv"));
        await origin.SetModulesAsync($$"""["/media/{{first}}","/media/{{second}}"]""");

        // Where the folder of the second one should be.
        await File.WriteAllTextAsync(Path.Combine(database.Media, "priv", "two"), "in the way");

        Assert.Equal(1, await database.Commands.RunWithInputAsync(CloneOrigin.Answers, "clone_world", "one"));

        Assert.StartsWith("A file could not be copied, nothing was created: ", database.Commands.Error, StringComparison.Ordinal);
        Assert.Equal("1", await database.TextAsync("SELECT COUNT(*) FROM core_world"));
        Assert.Equal("2", await database.TextAsync("SELECT COUNT(*) FROM core_room"));
        Assert.Equal("2", await database.TextAsync("SELECT COUNT(*) FROM storage_storedfile"));
        Assert.Empty(origin.FilesOf("two"));
    }

    [Theory]
    [EveryDatabase]
    public async Task CloneWorld_RefusedByTheDatabase_LeavesNothing(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        var origin = await CloneOrigin.CreateAsync(database);
        await origin.SetModulesAsync($$"""["/media/{{await origin.AddFileAsync()}}"]""");
        await database.ExecuteAsync(database.IsPostgreSql
            ? "ALTER TABLE core_exhibitorlink ADD CONSTRAINT two CHECK (id < 3)"
            : "CREATE TRIGGER two BEFORE INSERT ON core_exhibitorlink BEGIN SELECT RAISE(ABORT, 'no'); END");

        Assert.Equal(1, await database.Commands.RunWithInputAsync(CloneOrigin.Answers, "clone_world", "one"));

        Assert.StartsWith("The database refuses a value, nothing was created: ", database.Commands.Error, StringComparison.Ordinal);
        Assert.Equal("1", await database.TextAsync("SELECT COUNT(*) FROM core_world"));
        Assert.Equal("2", await database.TextAsync("SELECT COUNT(*) FROM core_room"));
        Assert.Empty(origin.FilesOf("two"));
    }

    [Theory]
    [EveryDatabase]
    public async Task CloneWorld_TwoAtOnceToOneId_OneWins(DatabaseKind kind)
    {
        await using var database = await CommandDatabase.CreateAsync(kind);
        var origin = await CloneOrigin.CreateAsync(database);
        await origin.SetModulesAsync($$"""["/media/{{await origin.AddFileAsync()}}"]""");
        using var answered = new Barrier(2);

        var codes = await Task.WhenAll(CloneOrigin.RunAsync(database, "a.example", answered), CloneOrigin.RunAsync(database, "b.example", answered));

        Assert.Equal([0, 1], codes.Order());
        Assert.Equal("2", await database.TextAsync("SELECT COUNT(*) FROM core_world"));
        Assert.Equal("4", await database.TextAsync("SELECT COUNT(*) FROM core_room"));
        var row = Assert.Single(await database.TextsAsync("SELECT file FROM storage_storedfile WHERE world_id = 'two'"));
        Assert.Equal(Path.Combine(database.Media, row!), Assert.Single(origin.FilesOf("two")));
    }
}
