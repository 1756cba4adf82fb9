using System.Text;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Permissions;
using Venueless.Fast.Core.Protocol;

namespace Venueless.Fast.Modules.Worlds.Reports;

/// <summary>The <c>world.report.*</c> commands (world.md section 4). The bodies of <c>generate</c> are the job's business, which nobody waits for.</summary>
public sealed class ReportsModule(ReportJobs jobs)
{
    private readonly ReportJobs _jobs = jobs;

    [Command("world.report.generate.roomviews")]
    [WorldPermission(Permission.WorldGraphs)]
    public ValueTask<CommandResult> GenerateRoomViewsAsync(CommandContext context) => StartAsync(context);

    [Command("world.report.generate.sessionviews")]
    [WorldPermission(Permission.WorldGraphs)]
    public ValueTask<CommandResult> GenerateSessionViewsAsync(CommandContext context) => StartAsync(context);

    [Command("world.report.generate.views")]
    [WorldPermission(Permission.WorldGraphs)]
    public ValueTask<CommandResult> GenerateViewsAsync(CommandContext context) => StartAsync(context);

    [Command("world.report.generate.summary")]
    [WorldPermission(Permission.WorldGraphs)]
    public ValueTask<CommandResult> GenerateSummaryAsync(CommandContext context) => StartAsync(context);

    [Command("world.report.generate.attendee_list")]
    [WorldPermission(Permission.WorldGraphs)]
    public ValueTask<CommandResult> GenerateAttendeeListAsync(CommandContext context) => StartAsync(context);

    [Command("world.report.generate.attendee_session_list")]
    [WorldPermission(Permission.WorldGraphs)]
    public ValueTask<CommandResult> GenerateAttendeeSessionListAsync(CommandContext context) => StartAsync(context);

    [Command("world.report.generate.chat_history")]
    [WorldPermission(Permission.WorldUpdate)]
    public ValueTask<CommandResult> GenerateChatHistoryAsync(CommandContext context) => StartAsync(context);

    [Command("world.report.generate.question_history")]
    [WorldPermission(Permission.WorldUpdate)]
    public ValueTask<CommandResult> GenerateQuestionHistoryAsync(CommandContext context) => StartAsync(context);

    [Command("world.report.generate.poll_history")]
    [WorldPermission(Permission.WorldUpdate)]
    public ValueTask<CommandResult> GeneratePollHistoryAsync(CommandContext context) => StartAsync(context);

    [Command("world.report.status")]
    [WorldPermission(Permission.WorldGraphs)]
    internal ValueTask<CommandResult> StatusAsync(CommandContext context, ReportStatusBody body)
    {
        if (JsonInput.TryParseGuid(Encoding.UTF8.GetBytes(body.ResultId), out var result) && _jobs.HasFailed(context.World.Id, result))
        {
            return new ValueTask<CommandResult>(CommandResult.Error(WorldsErrors.ReportFailed, "This server cannot make reports yet."));
        }

        var json = context.BeginReply();
        json.WriteStartObject();
        json.WriteBoolean("ready"u8, false);
        json.WriteEndObject();
        return new ValueTask<CommandResult>(CommandResult.Success);
    }

    private ValueTask<CommandResult> StartAsync(CommandContext context)
    {
        var result = _jobs.Start(context.World.Id);
        var json = context.BeginReply();
        json.WriteStartObject();
        json.WriteString("resultid"u8, result);
        json.WriteEndObject();
        return new ValueTask<CommandResult>(CommandResult.Success);
    }
}
