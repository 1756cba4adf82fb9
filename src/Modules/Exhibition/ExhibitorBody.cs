using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Exhibition;

/// <summary>Body of the commands that are about one exhibitor.</summary>
[CommandBody]
internal readonly partial record struct ExhibitorBody
{
    [BodyField("exhibitor")]
    public Guid Exhibitor { get; init; }
}
