using System.Text;
using Venueless.Fast.Core.Buffers;
using Venueless.Fast.Core.Commands;
using Venueless.Fast.Core.Messaging;
using Venueless.Fast.Core.Ports;

namespace Venueless.Fast.Core.Tests.Sessions;

/// <summary>A few commands that do what a test needs.</summary>
internal sealed class ScriptedCommandTable : CommandTable
{
    private static readonly string[] Names = ["chat.room", "user.echo", "user.empty", "user.fail", "user.push", "user.unavailable", "user.wait"];

    /// <summary>What <c>user.wait</c> waits for.</summary>
    public TaskCompletionSource Gate { get; set; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What <c>user.push</c> pushes to the world; empty: one message.</summary>
    public List<Broadcast> Pushes { get; } = [];

    public List<string> Executed { get; } = [];

    public override int Count => Names.Length;

    public override int Find(ReadOnlySpan<byte> name) => Array.IndexOf(Names, Encoding.UTF8.GetString(name));

    public override string NameOf(int command) => Names[command];

    public override bool UsesRoom(int command) => command == 0;

    public override ValueTask<CommandResult> InvokeAsync(int command, CommandContext context, ReadOnlySpan<byte> body)
    {
        Executed.Add(Names[command]);
        switch (Names[command])
        {
            case "user.echo":
                context.BeginReply().WriteRawValue(body, skipInputValidation: true);
                return new ValueTask<CommandResult>(CommandResult.Success);
            case "user.fail":
                throw new InvalidOperationException("a defect");
            case "user.unavailable":
                return ValueTask.FromException<CommandResult>(new StoreUnavailableException("away"));
            case "user.push":
                foreach (var push in Pushes.DefaultIfEmpty(new SingleFormBroadcast(SharedFrame.CreateText("[\"pushed\",{}]"u8))))
                {
                    context.PublishAfterReply(TopicKey.World(context.World.Id), push);
                }

                return new ValueTask<CommandResult>(CommandResult.Success);
            case "user.wait":
                return WaitAsync(context);
            default:
                return new ValueTask<CommandResult>(CommandResult.Success);
        }
    }

    private async ValueTask<CommandResult> WaitAsync(CommandContext context)
    {
        await Gate.Task;
        context.BeginReply().WriteStringValue("waited");
        return CommandResult.Success;
    }
}
