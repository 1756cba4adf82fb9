using System.Buffers;
using System.Text.Json;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Worlds;

/// <summary>The social networks that a world may offer at login: those whose keys the installation has. Immutable.</summary>
internal sealed class SocialLogins(WorldsOptions options)
{
    private readonly WorldsOptions _options = options;

    /// <summary>Reads the field <c>social_logins</c> (world.md section 3). Null in place of a fault: the value is good.</summary>
    public (RawJson? Fault, RawJson Value) Read(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
        {
            return (FormFaults.Text(FormValues.NotNull), default);
        }

        if (json.ValueKind != JsonValueKind.Array)
        {
            return (FormFaults.Whole(FormValues.NotAList(json)), default);
        }

        var items = json.EnumerateArray().Select(static item => FormValues.ReadText(item)).ToList();
        if (items.Exists(static item => item.Fault is not null))
        {
            return (FormFaults.Items([.. items.Select(static item => item.Fault)]), default);
        }

        foreach (var (_, name) in items)
        {
            if (FaultOf(name) is { } fault)
            {
                return (FormFaults.Text(fault), default);
            }
        }

        return (null, Encode(items.Select(static item => item.Value)));
    }

    private string? FaultOf(string name) => name switch
    {
        "gravatar" => null,
        "twitter" => _options.HasTwitter ? null : "This installation has no keys for Twitter.",
        "linkedin" => _options.HasLinkedin ? null : "This installation has no keys for LinkedIn.",
        _ => "Invalid value for social_logins",
    };

    private static RawJson Encode(IEnumerable<string> names)
    {
        var output = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(output, JsonOutput.Options))
        {
            json.WriteStartArray();
            foreach (var name in names)
            {
                json.WriteStringValue(name);
            }

            json.WriteEndArray();
        }

        return new RawJson(output.WrittenSpan.ToArray());
    }
}
