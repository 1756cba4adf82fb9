using Venueless.Fast.Core.Commands;

namespace Venueless.Fast.Modules.Worlds.Reports;

/// <summary>Body of <c>world.report.status</c>.</summary>
[CommandBody]
internal readonly partial record struct ReportStatusBody
{
    /// <summary>As <c>generate</c> gave it; anything else is unknown and therefore not ready.</summary>
    [BodyField("resultid")]
    public string ResultId { get; init; }
}
