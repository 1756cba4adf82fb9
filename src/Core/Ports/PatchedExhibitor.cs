using Venueless.Fast.Core.Domain;

namespace Venueless.Fast.Core.Ports;

/// <summary>Outcome of a patch.</summary>
/// <param name="After">The exhibitor as it is now; null: refused.</param>
/// <param name="Concerned">Who is staff now or was before, each once.</param>
public sealed record PatchedExhibitor(PatchVerdict Verdict, ExhibitorDetails? After, IReadOnlyList<UserId> Concerned)
{
    public static PatchedExhibitor Refused(PatchVerdict verdict) => new(verdict, null, []);
}
