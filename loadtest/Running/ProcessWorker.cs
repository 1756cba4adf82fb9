using System.Diagnostics;
using System.Threading.Channels;
using Venueless.Fast.LoadTest.Attendees;

namespace Venueless.Fast.LoadTest.Running;

/// <summary>A worker in a process of its own: a copy of this program that is told its steps through its input.</summary>
internal sealed class ProcessWorker : IWorker
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly Channel<WorkerMessage> _answers = Channel.CreateUnbounded<WorkerMessage>();

    private ProcessWorker(Process process)
    {
        _process = process;
        _ = ReadAsync();
    }

    public event Action<SecondData>? SecondPassed;

    public int ProcessId => _process.Id;

    public static async Task<ProcessWorker> StartAsync(LoadOptions options, WorkerShare share)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(ProcessWorker).Assembly.Location, "worker"]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        var worker = new ProcessWorker(Process.Start(start)!); // Null only for a shell's document.
        await worker.AskAsync(new WorkerMessage { Kind = "begin", Options = options, Share = share });
        return worker;
    }

    public Task JoinAsync(long start) => AskAsync(new WorkerMessage { Kind = "join", Start = start });

    public async Task<SentMessages> RunAsync(long start) => (await AskAsync(new WorkerMessage { Kind = "run", Start = start })).Sent ?? throw NoAnswer();

    public async Task<WorkerResult> SettleAsync(SentMessages sent) => (await AskAsync(new WorkerMessage { Kind = "settle", Sent = sent })).Result ?? throw NoAnswer();

    public async ValueTask DisposeAsync()
    {
        // The end of its input ends the worker.
        _process.StandardInput.Close();
        using var limit = new CancellationTokenSource(EndLimit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    private static LoadFailedException NoAnswer() => new("A worker process ended before its work was done.");

    private async Task<WorkerMessage> AskAsync(WorkerMessage step)
    {
        await _process.StandardInput.WriteLineAsync(step.ToLine());
        await _process.StandardInput.FlushAsync();
        try
        {
            return await _answers.Reader.ReadAsync() is var answer && answer.Failure is { } failure ? throw new LoadFailedException($"A worker process failed: {failure}") : answer;
        }
        catch (ChannelClosedException)
        {
            throw NoAnswer();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (await _process.StandardOutput.ReadLineAsync() is { } line)
            {
                var message = WorkerMessage.Parse(line);
                if (message.Second is { } second)
                {
                    SecondPassed?.Invoke(second);
                }
                else
                {
                    _answers.Writer.TryWrite(message);
                }
            }
        }
        finally
        {
            _answers.Writer.TryComplete();
        }
    }
}
