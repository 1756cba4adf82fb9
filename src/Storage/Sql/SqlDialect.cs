using System.Data.Common;

namespace Venueless.Fast.Storage.Sql;

/// <summary>Where the two databases differ: spelling of SQL, and the formats of times and lists in a row. Everything else in this folder is written once.</summary>
internal abstract class SqlDialect
{
    /// <summary>Appended to a SELECT whose rows are about to be changed in the same transaction.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>Appended to a SELECT whose rows are about to be deleted: nobody may refer to them meanwhile.</summary>
    public abstract string ForDeletion { get; }

    /// <summary>Appended to a SELECT whose rows must stay as they are until the transaction ends.</summary>
    public abstract string ForShare { get; }

    /// <summary>Appended to an INSERT into a table with a numeric id, for <c>SqlStatement.InsertAsync</c>.</summary>
    public abstract string NewId { get; }

    /// <summary>A condition: the column's value is one of the list in the parameter.</summary>
    public abstract string IsOneOf(string column, string parameter);

    /// <summary>The column in a condition that many rows meet, beside one that few do: an index on it would be the wrong one.</summary>
    public abstract string NotSelective(string column);

    /// <summary>A row source of the parameter's list, for FROM; its values are <c>item.value</c>.</summary>
    public abstract string ListRows(string parameter);

    /// <summary>A row source of the parameter's list, for FROM; its values are <c>alias.value</c>, in the order of <c>alias.key</c>.</summary>
    public abstract string NumberedRows(string parameter, string alias);

    /// <summary>A JSON value from a parameter that is bound as UTF-8 bytes.</summary>
    public abstract string Json(string parameter);

    /// <summary>A JSON array of several values of one row.</summary>
    public abstract string JsonTuple(string first, string second);

    /// <summary>Aggregates an expression over the rows of a sorted subselect into a JSON array; NULL or <c>[]</c> without rows.</summary>
    public abstract string JsonList(string expression);

    /// <summary>The text of one member of a JSON object column; NULL when there is none, or the column holds no object.</summary>
    /// <param name="key">Letters, digits and underscores.</param>
    public abstract string Member(string json, string key);

    /// <summary>Sorts by a member, missing ones last.</summary>
    /// <param name="key">As for <see cref="Member"/>.</param>
    public abstract string MemberOrder(string json, string key);

    /// <summary>A condition: two lists of text have an item in common.</summary>
    public abstract string HaveCommon(string column, string parameter);

    /// <summary>
    /// A condition: <c>display_name</c>, or one of the profile's <c>fields</c> in the list, contains the term, literally, upper and lower case being the same.
    /// </summary>
    public abstract string ProfileContains(string profile, string term, string fields);

    /// <summary>A condition on <c>core_chatevent e</c>: the events of a channel with an id below the given one. Belongs together with <see cref="NewestFirst"/>.</summary>
    public abstract string InChannel(string channel, string before);

    /// <summary>The order of a channel's events, newest first.</summary>
    public abstract string NewestFirst { get; }

    /// <summary>A number of hours after the time in a column; the other time where the column holds none.</summary>
    public abstract string HoursAfter(string column, int hours, string otherwise);

    /// <summary>The beginning of the day in a date column, in UTC.</summary>
    public abstract string Midnight(string column);

    /// <summary>A time column, in UTC.</summary>
    public abstract DateTimeOffset ReadTime(DbDataReader row, int column);

    /// <summary>A column that holds a list of text.</summary>
    public abstract string[] ReadList(DbDataReader row, int column);
}
