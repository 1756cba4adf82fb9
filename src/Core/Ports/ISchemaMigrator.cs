namespace Venueless.Fast.Core.Ports;

/// <summary>Brings the store's schema up to date. May throw <see cref="StoreUnavailableException"/>.</summary>
public interface ISchemaMigrator
{
    /// <summary>Applies the steps that are missing, all or nothing; returns their names in order. Safe when several processes start at once.</summary>
    /// <exception cref="SchemaRefusedException">The database is not one that this version can bring up to date. Nothing was changed.</exception>
    Task<IReadOnlyList<string>> MigrateAsync(CancellationToken cancellation = default);

    /// <summary>Every step that the program or the database knows, group by group in the order of display. Changes nothing.</summary>
    Task<IReadOnlyList<SchemaStep>> ListAsync(CancellationToken cancellation = default);
}
