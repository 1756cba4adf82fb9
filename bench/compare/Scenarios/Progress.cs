using System.Globalization;
using Venueless.Fast.Compare.Results;

namespace Venueless.Fast.Compare.Scenarios;

/// <summary>Lines that are printed while a run goes on.</summary>
internal static class Progress
{
    public static string Line(Measurement one) => string.Create(
        CultureInfo.InvariantCulture,
        $"round {one.Round}  {one.Server,-12} {one.Clients,6} {one.Mode,-14} {one.ServerMicroseconds,7:0.00} µs  {one.PerSecond,10:#,0}/s  {one.P50Milliseconds,8:0.0}/{one.P99Milliseconds:0.0} ms  missing {one.Missing}, twice {one.Duplicates}, closed {one.Gone}{(one.GoneReason is null ? "" : $" ({one.GoneReason})")}; cores: server {one.ServerCores:0.00}, generator {one.GeneratorCores:0.00}, others {one.OthersCores:0.00}");

    public static string Line(IdleMeasurement one) => string.Create(
        CultureInfo.InvariantCulture,
        $"round {one.Round}  {one.Server,-12} {one.Clients,6} idle  {one.BytesPerClient,7:0} bytes per client, {one.ResidentBytes / 1048576} MiB; {one.ServerMicrosecondsPerClient:0} µs to come in, {one.ClientsPerSecond:0}/s; cores: others {one.OthersCores:0.00}");
}
