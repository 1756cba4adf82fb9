namespace Venueless.Fast.Compare.Load;

/// <summary>Processor time of an interval, in microseconds.</summary>
/// <param name="Seconds">Length of the interval.</param>
/// <param name="Server">The server's process.</param>
/// <param name="Generator">This process.</param>
/// <param name="Others">Everything else on the machine: other people's work, and databases that the server uses.</param>
internal sealed record CpuUse(double Seconds, long Server, long Generator, long Others)
{
    public double ServerCores => Server / 1e6 / Seconds;

    public double GeneratorCores => Generator / 1e6 / Seconds;

    public double OthersCores => Others / 1e6 / Seconds;
}
