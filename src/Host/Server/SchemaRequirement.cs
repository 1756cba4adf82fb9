using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Host.Server;

/// <summary>For commands that do not bring the schema up to date themselves.</summary>
internal static class SchemaRequirement
{
    /// <summary>Throws <see cref="SchemaRefusedException"/>, which names the steps that are missing.</summary>
    public static async Task CheckAsync(Stores stores, CancellationToken cancellation)
    {
        var missing = (await stores.Migrator.ListAsync(cancellation)).Where(static step => !step.IsApplied).Select(static step => $"{step.App}: {step.Name}").ToArray();
        if (missing.Length > 0)
        {
            throw new SchemaRefusedException("The database lacks steps of its schema; run the command migrate first. Missing:", missing);
        }
    }
}
