using Venueless.Fast.Core.Domain.Import;

namespace Venueless.Fast.Host.Server;

/// <summary>The invented event that the quick start shows, so that there is something to see before anything is configured.</summary>
internal static class SampleWorld
{
    private const string Resource = "sample-world.json";

    /// <summary>Imports the sample when there is no world at all. Its published secrets are replaced: they must never sign anybody in.</summary>
    /// <param name="stores">Migrated.</param>
    /// <param name="domain">Host and port of the printed URL.</param>
    public static async Task ImportIfEmptyAsync(Stores stores, string domain, CancellationToken cancellation = default)
    {
        if ((await stores.Worlds.ListAsync(cancellation)).Count == 0)
        {
            await stores.Importer.ImportAsync(Read().WithFreshSecrets() with { Domain = domain }, cancellation);
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
