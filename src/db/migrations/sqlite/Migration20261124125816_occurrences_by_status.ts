import { Migration } from '@mikro-orm/migrations';

export class Migration20261124125816_occurrences_by_status extends Migration {

  override name = 'Migration20261124125816_occurrences_by_status';

  override up(): void | Promise<void> {
    this.addSql(`create index \`occurrences_schedule_id_status_index\` on \`occurrences\` (\`schedule_id\`, \`status\`);`);
  }

  override down(): void | Promise<void> {
    this.addSql(`drop index \`occurrences_schedule_id_status_index\`;`);
  }

}
