using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Domain;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>A checked <c>room.config.patch</c>: what it does to a row, or what is wrong with it, field by field (rooms.md section 5.4).</summary>
internal sealed class RoomPatch
{
    private readonly List<Func<RoomRow, RoomRow>> _changes = [];
    private readonly FormFaults _faults = new();

    /// <summary>Null: nothing is wrong. Otherwise <c>{field: [text]}</c>.</summary>
    public RawJson? Details => _faults.Details;

    /// <param name="picture">The room's picture as the configuration shows it.</param>
    public static RoomPatch Read(PatchBody body, string? picture)
    {
        var patch = new RoomPatch();
        patch.Read("name", body.Name, PatchValues.ReadName, static (row, name) => row with { Name = name });
        patch.Read("description", body.Description, PatchValues.ReadDescription, static (row, text) => row with { Description = text });
        patch.Read("sorting_priority", body.SortingPriority, PatchValues.ReadInteger, static (row, number) => row with { SortingPriority = number });
        patch.Read("pretalx_id", body.PretalxId, PatchValues.ReadInteger, static (row, number) => row with { PretalxId = number });
        patch.Read("force_join", body.ForceJoin, FormValues.ReadTruth, static (row, truth) => row with { ForceJoin = truth });
        patch.Read(
            "picture", body.Picture, json => PatchValues.ReadPicture(json, picture), static (row, isKept) => isKept ? row : row with { Picture = string.Empty });
        patch.Read("trait_grants", body.TraitGrants, PatchValues.ReadGrants, static (row, grants) => row with { TraitGrants = grants });
        patch.Read("module_config", body.ModuleConfig, PatchValues.ReadModules, static (row, modules) => row with { ModuleConfig = modules });
        patch.Read("schedule_data", body.ScheduleData, PatchValues.ReadAnything, static (row, data) => row with { ScheduleData = data });
        return patch;
    }

    public RoomRow ApplyTo(RoomRow row)
    {
        foreach (var change in _changes)
        {
            row = change(row);
        }

        return row;
    }

    private void Read<T>(string field, RawJson? given, Func<JsonElement, (string? Fault, T Value)> read, Func<RoomRow, T, RoomRow> change)
    {
        if (given is not { } json)
        {
            return;
        }

        using var document = JsonDocument.Parse(json.Memory, JsonInput.StoredOptions);
        var (fault, value) = read(document.RootElement);
        if (fault is null)
        {
            _changes.Add(row => change(row, value));
        }
        else
        {
            _faults.Add(field, FormFaults.Text(fault));
        }
    }
}
