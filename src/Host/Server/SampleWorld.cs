using Venueless.Fast.Core.Domain.Import;

namespace Venueless.Fast.Host.Server;

/// <summary>The invented event that the quick start shows, so that there is something to see before anything is configured.</summary>
internal static class SampleWorld
{
    private const string Resource = "sample-world.json";

    // Where the quick start listens when nothing else is said; other local addresses reach the world too, see WorldByHost.
    private const string Domain = "localhost:8375";

    /// <summary>Imports the sample when there is no world at all. Its published secrets are replaced: they must never sign anybody in.</summary>
    /// <param name="stores">Migrated.</param>
    public static async Task ImportIfEmptyAsync(Stores stores, CancellationToken cancellation = default)
    {
        if ((await stores.Worlds.ListAsync(cancellation)).Count == 0)
        {
            await stores.Importer.ImportAsync(Read().WithFreshSecrets() with { Domain = Domain }, cancellation);
        }
    }

    private static WorldImport Read()
    {
        using var stream = typeof(SampleWorld).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The program has no resource {Resource}.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return WorldImport.Parse(bytes);
    }
}
