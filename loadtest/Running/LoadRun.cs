using Venueless.Fast.LoadTest.Attendees;
using Venueless.Fast.LoadTest.Client.Measuring;

namespace Venueless.Fast.LoadTest.Running;

/// <summary>A whole test: starts the workers, leads them through the steps, watches the server, puts the results together.</summary>
internal sealed class LoadRun(LoadOptions options, TextWriter progress)
{
    // So that every worker has got the step before it begins.
    private const long LeadTime = 100_000;

    private readonly List<Phase> _phases = [];
    private ProcessSampler? _sampler;
    private ProcessSampler? _generator;
    private long _begin;

    /// <exception cref="LoadFailedException">The test cannot be done.</exception>
    public async Task<LoadResult> RunAsync()
    {
        var startedAt = DateTimeOffset.Now;
        _sampler = FindServer();
        var workers = await StartWorkersAsync();
        try
        {
            _begin = Clock.Now;
            _generator = OperatingSystem.IsLinux() ? new ProcessSampler(workers.Select(static worker => worker.ProcessId).Append(Environment.ProcessId).Distinct()) : null;
            var recorder = new SeriesRecorder(_sampler, _begin);
            for (var index = 0; index < workers.Count; index++)
            {
                var worker = index;
                workers[index].SecondPassed += second => recorder.Add(worker, second);
            }

            Mark("start", _begin, _sampler?.Read(), _generator?.Read());
            await StepAsync("join", recorder, start => Task.WhenAll(workers.Select(worker => worker.JoinAsync(start))));
            var sent = SentMessages.Empty(options.Chatters);
            await StepAsync("run", recorder, async start => sent = SentMessages.Sum(await Task.WhenAll(workers.Select(worker => worker.RunAsync(start))), options.Chatters));
            var results = await Task.WhenAll(workers.Select(worker => worker.SettleAsync(sent)));
            _ = recorder.Take("run");
            return ResultBuilder.Build(options, startedAt, _sampler?.Processes ?? [], _phases, recorder.Points, results);
        }
        finally
        {
            foreach (var worker in workers)
            {
                await worker.DisposeAsync();
            }
        }
    }

    private ProcessSampler? FindServer()
    {
        if (options.ServerProcess > 0)
        {
            return new ProcessSampler(options.ServerProcess);
        }

        var url = new Uri(options.Url);
        return url.IsLoopback ? ProcessSampler.OfListener(url.Port < 0 ? 80 : url.Port) : null;
    }

    private async Task<IReadOnlyList<IWorker>> StartWorkersAsync()
    {
        var count = options.Processes > 1 ? options.Processes : options.Loops;
        var workers = new List<IWorker>();
        for (var index = 0; index < count; index++)
        {
            var share = new WorkerShare(index, count);
            workers.Add(options.Processes > 1 ? await ProcessWorker.StartAsync(options, share) : await LocalWorker.CreateAsync(options, share));
        }

        return workers;
    }

    private async Task StepAsync(string name, SeriesRecorder recorder, Func<long, Task> step)
    {
        var before = _sampler?.Read();
        var generatorBefore = _generator?.Read();
        var start = Clock.Now + LeadTime;
        var work = step(start);
        while (await Task.WhenAny(work, Task.Delay(1000)) != work)
        {
            ProgressLine.Write(progress, recorder.Take(name));
        }

        await work;
        ProgressLine.Write(progress, recorder.Take(name));
        Mark(name, start, before, generatorBefore);
    }

    private void Mark(string name, long start, ProcessSample? before, ProcessSample? generatorBefore)
    {
        var after = _sampler?.Read();
        _phases.Add(new Phase(
            name,
            (start - _begin) / 1e6,
            (Clock.Now - _begin) / 1e6,
            (after?.CpuMicroseconds - before?.CpuMicroseconds) / 1e6,
            after?.ResidentBytes,
            (_generator?.Read()?.CpuMicroseconds - generatorBefore?.CpuMicroseconds) / 1e6));
    }
}
