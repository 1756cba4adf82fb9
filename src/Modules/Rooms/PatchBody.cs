using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Rooms;

/// <summary>Body of <c>room.config.patch</c>: a key that is absent leaves its column alone, null is a value.</summary>
[CommandBody]
internal readonly partial record struct PatchBody
{
    [BodyField("name", Kinds = JsonKinds.Any)]
    public RawJson? Name { get; init; }

    [BodyField("description", Kinds = JsonKinds.Any)]
    public RawJson? Description { get; init; }

    [BodyField("sorting_priority", Kinds = JsonKinds.Any)]
    public RawJson? SortingPriority { get; init; }

    [BodyField("pretalx_id", Kinds = JsonKinds.Any)]
    public RawJson? PretalxId { get; init; }

    [BodyField("force_join", Kinds = JsonKinds.Any)]
    public RawJson? ForceJoin { get; init; }

    [BodyField("picture", Kinds = JsonKinds.Any)]
    public RawJson? Picture { get; init; }

    [BodyField("trait_grants", Kinds = JsonKinds.Any)]
    public RawJson? TraitGrants { get; init; }

    [BodyField("module_config", Kinds = JsonKinds.Any)]
    public RawJson? ModuleConfig { get; init; }

    [BodyField("schedule_data", Kinds = JsonKinds.Any)]
    public RawJson? ScheduleData { get; init; }
}
