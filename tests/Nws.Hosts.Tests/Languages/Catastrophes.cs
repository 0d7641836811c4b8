namespace Nws.Hosts.Tests.Languages;

/// <summary>Programs that behave badly, and the like of it in each language.</summary>
internal sealed record Catastrophes(NwsLanguage Language)
{
    internal const long GibiByte = 1L << 30;

    /// <summary>Ends the process by a fault of memory.</summary>
    internal required string Segfaults { get; init; }

    /// <summary>Prints a gibibyte, in lines of 16 KiB.</summary>
    internal required string PrintsGibiByte { get; init; }

    /// <summary>Fifty times: prints <c>a</c>, then writes <c>b</c> to descriptor 1 past the language, each with a line end.</summary>
    internal required string WritesPastTheLanguage { get; init; }

    /// <summary>Runs a program that writes <c>child</c> to standard output and <c>complaint</c> to standard error, each with a line end.</summary>
    internal required string RunsAProgram { get; init; }

    internal static TheoryData<NwsLanguage> Languages => [.. All.Select(each => each.Language)];

    internal static Catastrophes Of(NwsLanguage language) => All.Single(each => each.Language == language);

    private static Catastrophes[] All { get; } =
    [
        new(NwsLanguage.CSharp)
        {
            Segfaults = "[System.Runtime.InteropServices.DllImport(\"libc\")] static extern nint strlen(nint text);\nstrlen(1)",
            PrintsGibiByte = "var line = new string('x', 16383);\nfor (int i = 0; i < 65536; i++) Console.WriteLine(line);",
            WritesPastTheLanguage = """
                var past = Console.OpenStandardOutput();
                for (int i = 0; i < 50; i++)
                {
                    Console.WriteLine("a");
                    past.Write(Encoding.UTF8.GetBytes("b\n"));
                }
                """,
            RunsAProgram = "System.Diagnostics.Process.Start(\"sh\", new[] { \"-c\", \"echo child; echo complaint >&2\" }).WaitForExit();",
        },
        new(NwsLanguage.Python)
        {
            Segfaults = "import ctypes\n\ndef crash():\n    ctypes.string_at(1)\n\ncrash()",
            PrintsGibiByte = "line = 'x' * 16383\nfor _ in range(65536): print(line)",
            WritesPastTheLanguage = "import os\nfor _ in range(50):\n    print('a')\n    os.write(1, b'b\\n')",
            RunsAProgram = "import subprocess\ndone = subprocess.run(['sh', '-c', 'echo child; echo complaint >&2'])",
        },
        new(NwsLanguage.JavaScript)
        {
            Segfaults = "process.kill(process.pid, 'SIGSEGV');\nwhile (true) { }",
            PrintsGibiByte = "const line = 'x'.repeat(16383);\nfor (let i = 0; i < 65536; i++) console.log(line);",
            WritesPastTheLanguage = "const { writeSync } = require('node:fs');\nfor (let i = 0; i < 50; i++) {\n  console.log('a');\n  writeSync(1, 'b\\n');\n}",
            RunsAProgram = "require('node:child_process').spawnSync('sh', ['-c', 'echo child; echo complaint >&2'], { stdio: 'inherit' });",
        },
    ];
}
