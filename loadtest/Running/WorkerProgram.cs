using Venueless.Fast.LoadTest.Attendees;

namespace Venueless.Fast.LoadTest.Running;

/// <summary>What a worker process does: steps come as lines on its input, results go to its output.</summary>
internal static class WorkerProgram
{
    public static async Task<int> RunAsync(TextReader input, TextWriter output)
    {
        var gate = new Lock();
        LocalWorker? worker = null;
        try
        {
            while (await input.ReadLineAsync() is { } line)
            {
                Write(await DoAsync(WorkerMessage.Parse(line)));
            }

            return 0;
        }
        catch (Exception failure)
        {
            Write(new WorkerMessage { Kind = "failed", Failure = failure is LoadFailedException ? failure.Message : failure.ToString() });
            return 1;
        }
        finally
        {
            if (worker is not null)
            {
                await worker.DisposeAsync();
            }
        }

        async Task<WorkerMessage> DoAsync(WorkerMessage step)
        {
            switch (step)
            {
                case { Kind: "begin", Options: { } options, Share: { } share }:
                    worker = await LocalWorker.CreateAsync(options, share);
                    worker.SecondPassed += second => Write(new WorkerMessage { Kind = "second", Second = second });
                    return new WorkerMessage { Kind = "done" };
                case { Kind: "join", Start: { } start } when worker is not null:
                    await worker.JoinAsync(start);
                    return new WorkerMessage { Kind = "done" };
                case { Kind: "run", Start: { } start } when worker is not null:
                    return new WorkerMessage { Kind = "done", Sent = await worker.RunAsync(start) };
                case { Kind: "settle", Sent: { } sent } when worker is not null:
                    return new WorkerMessage { Kind = "done", Result = await worker.SettleAsync(sent) };
                default:
                    throw new LoadFailedException($"A worker cannot do \"{step.Kind}\" now.");
            }
        }

        void Write(WorkerMessage message)
        {
            lock (gate)
            {
                output.WriteLine(message.ToLine());
                output.Flush();
            }
        }
    }
}
