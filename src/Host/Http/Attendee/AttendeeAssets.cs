using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Venueless.Fast.Host.Http.Attendee;

/// <summary>
/// The embedded files of the attendee page. <see cref="Version"/> is a hash over all of them and part of their address, so that a browser
/// keeps a file for ever and still never mixes files of two releases: the modules import each other by relative address.
/// </summary>
internal sealed class AttendeeAssets
{
    private const string ResourcePrefix = "attendee/";
    private const string PageName = "index.html";
    private const string UnknownWorldName = "unknown-world.html";

    private readonly FrozenDictionary<string, AttendeeAsset> _files;

    private AttendeeAssets(FrozenDictionary<string, AttendeeAsset> files, string page, string unknownWorld, string version)
    {
        _files = files;
        Page = page;
        UnknownWorld = unknownWorld;
        Version = version;
    }

    public string Version { get; }

    /// <summary>Template with the placeholders of <see cref="AttendeeHtml"/>.</summary>
    public string Page { get; }

    /// <inheritdoc cref="Page"/>
    public string UnknownWorld { get; }

    public AttendeeAsset? Find(string name) => _files.GetValueOrDefault(name);

    public static AttendeeAssets Load()
    {
        var assembly = typeof(AttendeeAssets).Assembly;
        var names = assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var files = new Dictionary<string, AttendeeAsset>(StringComparer.Ordinal);
        var page = "";
        var unknownWorld = "";
        foreach (var resource in names)
        {
            var name = resource[ResourcePrefix.Length..];
            var bytes = Read(assembly, resource);
            hash.AppendData(bytes);
            if (name is PageName)
            {
                page = System.Text.Encoding.UTF8.GetString(bytes);
            }
            else if (name is UnknownWorldName)
            {
                unknownWorld = System.Text.Encoding.UTF8.GetString(bytes);
            }
            else
            {
                files.Add(name, new AttendeeAsset(name, ContentTypeOf(name), bytes, EntityTagOf(bytes)));
            }
        }

        // 12 hex digits: enough to tell releases apart, short enough to read in a network log.
        var version = Convert.ToHexStringLower(hash.GetHashAndReset())[..12];
        return new AttendeeAssets(files.ToFrozenDictionary(StringComparer.Ordinal), page, unknownWorld, version);
    }

    public static EntityTagHeaderValue EntityTagOf(ReadOnlySpan<byte> bytes) =>
        new('"' + Convert.ToHexStringLower(SHA256.HashData(bytes))[..32] + '"');

    private static byte[] Read(Assembly assembly, string resource)
    {
        using var stream = assembly.GetManifestResourceStream(resource)!; // The name comes from the same assembly's list.
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml; charset=utf-8",
        _ => "application/octet-stream",
    };
}
