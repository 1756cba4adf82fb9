namespace Venueless.Fast.Core.Ports;

/// <summary>Brings the store's schema up to date. May throw <see cref="StoreUnavailableException"/>.</summary>
public interface ISchemaMigrator
{
    /// <summary>Applies the steps that are missing, all or nothing; returns their names in order. Safe when several processes start at once.</summary>
    Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellation = default);

    /// <summary>Every step that the program or the database knows, in order. Changes nothing.</summary>
    Task<IReadOnlyList<SchemaStep>> ListAsync(CancellationToken cancellation = default);
}
