export * from '../../src/testing/parsed.ts'
