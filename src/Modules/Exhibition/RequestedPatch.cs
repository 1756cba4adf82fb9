using System.Text;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Ports;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Exhibition;

/// <summary>Reads an <c>exhibition.patch</c>: what it asks for, or the first thing that is wrong with it (exhibition.md section 2).</summary>
internal sealed class RequestedPatch
{
    private const int MaxNameLength = 80;
    private const int MaxTaglineLength = 250;
    private const int MaxUrlLength = 200;

    private readonly List<Func<Exhibitor, Exhibitor>> _changes = [];

    private RequestedPatch()
    {
    }

    /// <summary>Null: nothing is wrong.</summary>
    public string? Fault { get; private set; }

    /// <summary>Only when nothing is wrong.</summary>
    public ExhibitorPatch Patch { get; private set; } = null!;

    /// <param name="isByManager">False: what only managers may change is not even looked at.</param>
    public static RequestedPatch Read(PatchBody body, bool isByManager)
    {
        var requested = new RequestedPatch();
        var id = default(Guid);
        if (body.Id.Length > 0 && !JsonInput.TryParseGuid(Encoding.UTF8.GetBytes(body.Id), out id))
        {
            requested.Fault = "body.id: expected a UUID";
        }

        requested.ReadContent(body);
        if (isByManager)
        {
            requested.ReadFrame(body);
        }

        var links = requested.Read("links", body.Links, static json => PatchValues.ReadList(json, PatchValues.ReadLink));
        var socialMediaLinks = requested.Read("social_media_links", body.SocialMediaLinks, static json => PatchValues.ReadList(json, PatchValues.ReadSocialMediaLink));
        var staff = requested.Read("staff", isByManager ? body.Staff : null, static json => PatchValues.ReadList(json, PatchValues.ReadUser));
        var room = requested.Read("room_id", isByManager ? body.Room : null, PatchValues.ReadId);
        var highlighted = requested.Read("highlighted_room_id", isByManager ? body.HighlightedRoom : null, PatchValues.ReadId);
        requested.Patch = new ExhibitorPatch(
            new ExhibitorId(body.Id.Length == 0 ? Guid.NewGuid() : id),
            Creates: body.Id.Length == 0,
            isByManager,
            requested.ApplyTo,
            isByManager && body.Room is not null ? new RoomId(room ?? ExhibitorPatch.NoRoom.Value) : null,
            highlighted is { } known ? new RoomId(known) : null,
            links,
            socialMediaLinks,
            staff);
        return requested;
    }

    private Exhibitor ApplyTo(Exhibitor row)
    {
        foreach (var change in _changes)
        {
            row = change(row);
        }

        return row;
    }

    // What staff may change, too.
    private void ReadContent(PatchBody body)
    {
        Read("tagline", body.Tagline, static json => PatchValues.ReadText(json, MaxTaglineLength), static (row, text) => row with { Tagline = text });
        Read("short_text", body.ShortText, static json => PatchValues.ReadText(json, 0), static (row, text) => row with { ShortText = text });
        Read("logo", body.Logo, static json => PatchValues.ReadText(json, MaxUrlLength), static (row, url) => row with { Logo = url });
        Read("banner_list", body.BannerList, static json => PatchValues.ReadText(json, MaxUrlLength), static (row, url) => row with { BannerList = url });
        Read("banner_detail", body.BannerDetail, static json => PatchValues.ReadText(json, MaxUrlLength), static (row, url) => row with { BannerDetail = url });
        Read(
            body.TextLegacy is null ? "text" : "text_legacy",
            body.TextLegacy ?? body.Text,
            static json => PatchValues.ReadText(json, 0),
            static (row, text) => row with { TextLegacy = text });
        Read("text_content", body.TextContent, PatchValues.ReadRichText, static (row, text) => row with { TextContent = text });
    }

    private void ReadFrame(PatchBody body)
    {
        Read("name", body.Name, static json => PatchValues.ReadText(json, MaxNameLength), static (row, name) => row with { Name = name });
        Read("size", body.Size, PatchValues.ReadSize, static (row, size) => row with { Size = size });
        Read("sorting_priority", body.SortingPriority, PatchValues.ReadPriority, static (row, priority) => row with { SortingPriority = priority });
        Read("contact_enabled", body.ContactEnabled, PatchValues.ReadTruth, static (row, isEnabled) => row with { ContactEnabled = isEnabled });
    }

    private void Read<T>(string field, RawJson? given, Func<JsonElement, (string? Fault, T Value)> read, Func<Exhibitor, T, Exhibitor> change)
    {
        if (given is not null)
        {
            var value = Read(field, given, read);
            _changes.Add(row => change(row, value!));
        }
    }

    /// <summary>Default for what is absent, and for what is wrong.</summary>
    private T? Read<T>(string field, RawJson? given, Func<JsonElement, (string? Fault, T Value)> read)
    {
        if (given is not { } json)
        {
            return default;
        }

        using var document = JsonDocument.Parse(json.Memory, JsonInput.StoredOptions);
        var (fault, value) = read(document.RootElement);
        if (fault is not null)
        {
            Fault ??= $"body.{field}: {fault}";
        }

        return value;
    }
}
