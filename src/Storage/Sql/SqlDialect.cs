namespace Venueless.Fast.Storage.Sql;

/// <summary>Where the SQL of the two stores differs. Everything else in this folder is written once.</summary>
internal abstract class SqlDialect
{
    /// <summary>A condition: the uuid or number column is one of the list in the parameter.</summary>
    public abstract string IsOneOf(string column, string parameter);

    /// <summary>A JSON value from a parameter that is bound as UTF-8 bytes.</summary>
    public abstract string Json(string parameter);

    /// <summary>Appended to a SELECT whose rows are about to be changed in the same transaction.</summary>
    public abstract string ForUpdate { get; }
}
