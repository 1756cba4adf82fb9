using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Venueless.Fast.Core.Domain.Import;

namespace Venueless.Fast.Storage.Tests.Import;

/// <summary>The sample document of the specification, whole or with one edit.</summary>
internal static partial class SampleWorld
{
    public static WorldImport Parse() => WorldImport.Parse(Read());

    public static byte[] Read()
    {
        using var stream = typeof(SampleWorld).Assembly.GetManifestResourceStream("sample-world.json")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Applies <c>$["a"][0] = json</c> or removes with <c>-$["a"][0]</c>.</summary>
    public static byte[] Edit(string edit)
    {
        var root = JsonNode.Parse(Read())!;
        var isRemoval = edit.StartsWith('-');
        var parts = edit.TrimStart('-').Split(" = ", 2);
        var steps = Step().Matches(parts[0]).Select(static match => match.Groups[1].Value).ToArray();
        var parent = root;
        foreach (var step in steps[..^1])
        {
            parent = step.StartsWith('"') ? parent[step.Trim('"')]! : parent[int.Parse(step, null)]!;
        }

        var last = steps[^1];
        if (isRemoval)
        {
            parent.AsObject().Remove(last.Trim('"'));
        }
        else if (last.StartsWith('"'))
        {
            parent[last.Trim('"')] = JsonNode.Parse(parts[1]);
        }
        else
        {
            parent[int.Parse(last, null)] = JsonNode.Parse(parts[1]);
        }

        return Encoding.UTF8.GetBytes(root.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    [GeneratedRegex("""\[("[^"]+"|\d+)\]""")]
    private static partial Regex Step();
}
