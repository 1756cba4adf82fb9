using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Domain.Cloning;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Host.Cloning;

/// <summary>What a copy of a world consists of: new ids, and every reference to a room or a file of the original that has to follow them.</summary>
internal sealed class ClonePlan
{
    // Columns logo, banner_list, banner_detail and url.
    private const int MaxUrlLength = 200;

    private const int CodeLength = 12;
    private const string CodeAlphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private readonly ClonedWorld _original;
    private readonly CloneRequest _request;
    private readonly MediaReferences _references;
    private readonly Dictionary<Guid, Guid> _rooms;

    // The original's path and the file of the copy.
    private readonly Dictionary<string, ClonedFile> _files = new(StringComparer.Ordinal);

    public ClonePlan(ClonedWorld original, CloneRequest request, string mediaUrl)
    {
        _original = original;
        _request = request;
        _references = new MediaReferences(mediaUrl, original.Row.Domain, request.Domain);
        _rooms = original.Rooms.ToDictionary(static room => room.Row.Id.Value, static _ => Guid.NewGuid());
    }

    /// <summary>Files to copy: from where, and as what.</summary>
    public IReadOnlyCollection<KeyValuePair<string, ClonedFile>> Files => _files;

    /// <summary>Every path that looks like a stored file, with the id in it.</summary>
    public Dictionary<string, Guid> FindPaths()
    {
        var paths = new Dictionary<string, Guid>(StringComparer.Ordinal);
        Build(
            path =>
            {
                if (TryReadId(path, out var id))
                {
                    paths[path] = id;
                }

                return null;
            });
        return paths;
    }

    /// <summary>The file goes along.</summary>
    public void Add(ClonedFile file)
    {
        var id = Guid.NewGuid();
        var folder = file.IsPublic ? "pub" : "priv";
        var code = RandomNumberGenerator.GetString(CodeAlphabet, CodeLength);
        _files[file.Path] = file with { Id = id, Path = $"{folder}/{_request.Id}/{id}.{code}{Path.GetExtension(file.Path)}" };
    }

    /// <summary>The copy, with the files that were added.</summary>
    public ClonedWorld Build() => Build(path => _files.GetValueOrDefault(path)?.Path);

    private static bool TryReadId(string path, out Guid id)
    {
        var name = path.AsSpan(path.LastIndexOf('/') + 1);
        var dot = name.IndexOf('.');
        id = default;
        return dot > 0 && Guid.TryParseExact(name[..dot], "D", out id);
    }

    private ClonedWorld Build(Func<string, string?> pathOf) => new(
        BuildRow(pathOf),
        [.. _original.Rooms.Select(room => room with { Row = Build(room.Row, pathOf) })],
        [.. _original.Exhibitors.Where(exhibitor => _rooms.ContainsKey(exhibitor.Row.Room.Value)).Select(exhibitor => Build(exhibitor, pathOf))],
        [.. _files.Values]);

    private WorldRow BuildRow(Func<string, string?> pathOf)
    {
        var keys = VapidKeys.Create();
        var config = _original.Row.Config is { } given ? JsonText.Replace(given, "theme", text => _references.Replace(text, pathOf)) : (RawJson?)null;
        return _original.Row with
        {
            Id = _request.Id,
            Title = _request.Title,
            Domain = _request.Domain,
            Config = _request.HasNewSecrets ? JsonText.Set(config, "JWT_secrets", WorldDefaults.NewSecrets(WorldDefaults.NewSecret())) : config,
            VapidPrivateKey = keys.PrivateKey,
            VapidPublicKey = keys.PublicKey,
            Version = WorldDefaults.Version,
        };
    }

    private RoomRow Build(RoomRow row, Func<string, string?> pathOf) => row with
    {
        Id = new RoomId(_rooms[row.Id.Value]),
        ModuleConfig = row.ModuleConfig is { } modules ? JsonText.Replace(modules, null, text => RoomIn(text) ?? _references.Replace(text, pathOf)) : null,
        Channel = row.Channel is null ? null : new ChannelId(Guid.NewGuid()),
        Version = WorldDefaults.Version,
    };

    private ClonedExhibitor Build(ClonedExhibitor exhibitor, Func<string, string?> pathOf)
    {
        var row = exhibitor.Row;
        return new ClonedExhibitor(
            row with
            {
                Id = new ExhibitorId(Guid.NewGuid()),
                Room = new RoomId(_rooms[row.Room.Value]),
                HighlightedRoom = row.HighlightedRoom is { } room && _rooms.TryGetValue(room.Value, out var highlighted) ? new RoomId(highlighted) : null,
                Logo = UrlOf(row.Logo, pathOf),
                BannerList = UrlOf(row.BannerList, pathOf),
                BannerDetail = UrlOf(row.BannerDetail, pathOf),
                TextContent = JsonText.Replace(row.TextContent, null, text => _references.Replace(text, pathOf)),
            },
            [.. exhibitor.Links.Select(link => link with { Url = UrlOf(link.Url, pathOf) })],
            exhibitor.SocialMediaLinks);
    }

    // The whole text is a room's id: no other text of a module can be one by chance.
    private string? RoomIn(string text) =>
        text.Length is 32 or 36 && JsonInput.TryParseGuid(Encoding.UTF8.GetBytes(text), out var id) && _rooms.TryGetValue(id, out var room) ? room.ToString() : null;

    // A longer domain may make a URL too long for its column; the original's still leads to a file.
    [return: NotNullIfNotNull(nameof(url))]
    private string? UrlOf(string? url, Func<string, string?> pathOf) =>
        url is not null && _references.Replace(url, pathOf) is { Length: <= MaxUrlLength } changed ? changed : url;
}
