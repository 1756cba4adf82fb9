using System.Globalization;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Storage.Sql.Statements;

/// <summary>Statements on <c>core_digitalsambacall</c>.</summary>
internal sealed class DigitalSambaSql
{
    public string Abandoned { get; } =
        $"""
        SELECT c.id, c.ds_id
        FROM core_digitalsambacall c JOIN core_world w ON w.id = c.world_id LEFT JOIN core_room r ON r.id = c.room_id
        WHERE c.id > @after AND ((c.room_id IS NULL AND c.created < @before) OR w.domain IS NULL OR r.deleted)
        ORDER BY c.id LIMIT {ICleanUpStore.MaxRows.ToString(CultureInfo.InvariantCulture)}
        """;

    public string DeleteInvited { get; } = "DELETE FROM core_digitalsambacall_invited_members WHERE digitalsambacall_id = @call";

    public string Delete { get; } = "DELETE FROM core_digitalsambacall WHERE id = @call";
}
