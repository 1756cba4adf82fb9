using Venueless.Fast.Host.Cli;

namespace Venueless.Fast.Host.Tests.Cli;

/// <summary>A world that is worth a copy: something in every table that is copied, and something in those that are not.</summary>
internal sealed class CloneOrigin
{
    public const string Answers = "two\nSecond\nnew.example\n";

    private readonly CommandDatabase _database;

    private CloneOrigin(CommandDatabase database) => _database = database;

    public Guid Lobby { get; } = Guid.NewGuid();

    public Guid Deleted { get; } = Guid.NewGuid();

    public Guid Exhibitor { get; } = Guid.NewGuid();

    public Guid User { get; } = Guid.NewGuid();

    public static async Task<CloneOrigin> CreateAsync(CommandDatabase database)
    {
        Assert.Equal(0, await database.Commands.RunWithInputAsync("one\nFirst\nold.example:8375\n", "create_world"));
        var origin = new CloneOrigin(database);
        await database.ExecuteAsync(origin.Rows);
        return origin;
    }

    /// <summary>A stored file with content; returns its path.</summary>
    public async Task<string> AddFileAsync(string folder = "pub", string extension = ".png", bool isOnDisk = true)
    {
        var id = Guid.NewGuid();
        var path = $"{folder}/one/{id}.aB3dE5fG7hJ9{extension}";
        var isPublic = folder == "pub" ? "TRUE" : "FALSE";
        await _database.ExecuteAsync(
            $"""
            INSERT INTO storage_storedfile (id, world_id, file, filename, type, date, public, user_id, source_url)
            VALUES ('{id}', 'one', '{path}', 'logo{extension}', 'image/png', '2026-03-01 17:04:05.123456+00:00', {isPublic}, '{User}', 'https://x.example/')
            """);
        if (isOnDisk)
        {
            var file = Path.Combine(_database.Media, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, $"content of {id}");
        }

        return path;
    }

    public Task SetModulesAsync(string json) => _database.ExecuteAsync($"UPDATE core_room SET module_config = '{json}' WHERE id = '{Lobby}'");

    public Task<string?> CopiedModulesAsync() => _database.TextAsync("SELECT module_config FROM core_room WHERE world_id = 'two' AND name = 'Lobby'");

    /// <summary>What the media folder holds for a world.</summary>
    public string[] FilesOf(string world) =>
        [.. new[] { "pub", "priv" }.Select(folder => Path.Combine(_database.Media, folder, world)).Where(Directory.Exists).SelectMany(Directory.GetFiles)];

    /// <summary>One of several copies to the same id, whose questions are answered before any of them goes on.</summary>
    public static Task<int> RunAsync(CommandDatabase database, string domain, Barrier answered) => Task.Factory.StartNew(
        () => CommandLine.RunAsync(["clone_world", "one"], new CommandHost
        {
            Input = new GatedAnswers(answered, "two", "Second", domain),
            Output = TextWriter.Null,
            Error = TextWriter.Null,
            Sources = database.Commands.Configuration.Sources,
            Time = TimeProvider.System,
        }),
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default).Unwrap();

    private string Rows =>
        $$$"""
        UPDATE core_world SET locale = 'de', timezone = 'UTC', feature_flags = '["polls"]', external_auth_url = 'https://auth.example/', version = 9,
            roles = '{"r":["world:view"]}', trait_grants = '{"r":["t"]}' WHERE id = 'one';
        INSERT INTO core_user (id, client_id, profile, traits, world_id, version, moderation_state, show_publicly, deleted, client_state, type)
        VALUES ('{{{User}}}', 'c', '{}', '{{{(_database.IsPostgreSql ? "{}" : "[]")}}}', 'one', 2, '', TRUE, FALSE, '{}', 'person');
        INSERT INTO core_room (id, world_id, name, description, picture, import_id, module_config, trait_grants, sorting_priority, version, deleted, pretalx_id,
            force_join, schedule_data)
        VALUES ('{{{Lobby}}}', 'one', 'Lobby', 'The first', 'rooms/p.png', 'lobby', '[{"type":"chat.native","config":{"volatile":true}}]', '{"viewer":[]}', 7, 5,
            FALSE, 12, TRUE, '{"session":"4711"}');
        INSERT INTO core_room (id, world_id, name, module_config, sorting_priority, version, deleted, pretalx_id, force_join)
        VALUES ('{{{Deleted}}}', 'one', 'Gone', NULL, 8, 2, TRUE, 0, FALSE);
        INSERT INTO core_channel (id, room_id, world_id) VALUES ('{{{Exhibitor}}}', '{{{Lobby}}}', 'one');
        INSERT INTO core_channel (id, room_id, world_id) VALUES ('{{{Lobby}}}', NULL, 'one');
        INSERT INTO core_membership (volatile, channel_id, user_id, hidden) VALUES (FALSE, '{{{Exhibitor}}}', '{{{User}}}', FALSE);
        INSERT INTO core_chatevent (id, timestamp, event_type, content, channel_id, sender_id)
        VALUES (1, '2026-03-01 17:04:05.123456+00:00', 'channel.message', '{}', '{{{Exhibitor}}}', '{{{User}}}');
        INSERT INTO core_exhibitor (id, name, tagline, short_text, logo, text_legacy, size, sorting_priority, room_id, world_id, banner_detail, banner_list,
            contact_enabled, highlighted_room_id, text_content)
        VALUES ('{{{Exhibitor}}}', 'Acme', 'Tag', 'Short', NULL, 'Old', '3x1', 4, '{{{Lobby}}}', 'one', NULL, '', FALSE, '{{{Deleted}}}', '{"ops":[]}');
        INSERT INTO core_exhibitorlink (exhibitor_id, display_text, url, category, sorting_priority) VALUES
            ('{{{Exhibitor}}}', 'Site', 'https://acme.example/', 'profile', 1), ('{{{Exhibitor}}}', 'Flyer', 'https://acme.example/f.pdf', 'download', 2);
        INSERT INTO core_exhibitorsocialmedialink (exhibitor_id, display_text, url) VALUES ('{{{Exhibitor}}}', 'Birds', 'https://birds.example/acme');
        INSERT INTO core_exhibitorstaff (exhibitor_id, user_id) VALUES ('{{{Exhibitor}}}', '{{{User}}}');
        INSERT INTO core_contactrequest (id, state, exhibitor_id, user_id) VALUES ('{{{Lobby}}}', 'open', '{{{Exhibitor}}}', '{{{User}}}');
        INSERT INTO core_announcement (id, text, timestamp, world_id, state) VALUES ('{{{Lobby}}}', 'Hear', '2026-03-01 17:04:05.123456+00:00', 'one', 'active');
        """;
}
