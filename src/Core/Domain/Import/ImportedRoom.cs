using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Core.Domain.Import;

/// <summary>One entry of <c>rooms</c>; its position in the list is its <c>sorting_priority</c>.</summary>
/// <param name="ImportId">Match key within the world.</param>
/// <param name="HasChat">One of the modules is <c>chat.native</c>: the room gets a channel if it has none.</param>
public sealed record ImportedRoom(
    string ImportId,
    string Name,
    string? Description,
    RawJson Modules,
    bool HasChat,
    RawJson TraitGrants,
    int PretalxId);
