using System.Collections.Frozen;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Core.Domain;

/// <summary>The compiled <c>core_world.feature_flags</c> (world.md section 6); strings that mean nothing to the server are kept for the page. Immutable.</summary>
public sealed class FeatureFlags
{
    /// <summary>Calls in direct messages use Janus instead of BigBlueButton.</summary>
    public const string Janus = "janus";

    /// <summary>The pages below <c>/zoom/</c> answer.</summary>
    public const string Zoom = "zoom";

    /// <summary>The page and the zoom pages carry isolation headers.</summary>
    public const string CrossOriginIsolation = "cross-origin-isolation";

    private readonly FrozenSet<string> _flags;

    private FeatureFlags(List<string> flags)
    {
        All = flags;
        _flags = flags.ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>As stored, without what is no string.</summary>
    public IReadOnlyList<string> All { get; }

    /// <summary>Compiles the stored list; null and everything that is no list count as empty.</summary>
    public static FeatureFlags Compile(RawJson? stored)
    {
        var flags = new List<string>();
        if (stored is { } json)
        {
            using var document = JsonDocument.Parse(json.Memory, JsonInput.StoredOptions);
            if (document.RootElement.ValueKind == JsonValueKind.Array)
            {
                foreach (var entry in document.RootElement.EnumerateArray())
                {
                    if (JsonInput.TextOf(entry) is { } flag)
                    {
                        flags.Add(flag);
                    }
                }
            }
        }

        return new FeatureFlags(flags);
    }

    /// <summary>Exact and case-sensitive.</summary>
    public bool Contains(string flag) => _flags.Contains(flag);
}
