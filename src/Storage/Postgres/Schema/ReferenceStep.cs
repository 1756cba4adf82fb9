namespace Venueless.Fast.Storage.Postgres.Schema;

/// <summary>One row of <c>django_migrations</c>, the ledger of the reference server.</summary>
internal readonly record struct ReferenceStep(string App, string Name)
{
    public override string ToString() => $"{App}.{Name}";
}
