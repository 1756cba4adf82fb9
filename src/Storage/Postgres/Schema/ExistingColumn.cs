namespace Venueless.Fast.Storage.Postgres.Schema;

/// <summary>A column as it is in the database.</summary>
/// <param name="IsMandatory">An INSERT that does not name it fails: not null, no default, no identity.</param>
internal sealed record ExistingColumn(string Table, string Name, bool IsMandatory)
{
    public override string ToString() => $"{Table}.{Name}";
}
